import pytest

from gateway import tokens


@pytest.fixture(autouse=True)
def token_key(monkeypatch):
    monkeypatch.setenv("GUANXI_TOKEN_KEY", "k" * 32)
    forget()
    yield
    forget()


def forget():
    tokens.key.cache_clear()
    tokens.trusted.cache_clear()
