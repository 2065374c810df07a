import pytest

from gateway import tokens
from gateway.keys import KEYS
from gateway.secret import credential_key


@pytest.fixture(autouse=True)
def token_key(monkeypatch):
    monkeypatch.setenv("GUANXI_TOKEN_KEY", "k" * 32)
    monkeypatch.setenv("GUANXI_CREDENTIAL_KEY", "c" * 32)
    forget()
    yield
    forget()


def forget():
    KEYS.forget()
    credential_key.cache_clear()
    tokens.trusted.cache_clear()
