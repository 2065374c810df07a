import pytest

from gateway import tokens
from gateway.keys import KEYS


@pytest.fixture(autouse=True)
def token_key(monkeypatch):
    monkeypatch.setenv("GUANXI_TOKEN_KEY", "k" * 32)
    forget()
    yield
    forget()


def forget():
    KEYS.forget()
    tokens.trusted.cache_clear()
