import pytest

from gateway import tokens


@pytest.fixture(autouse=True)
def token_key(monkeypatch):
    monkeypatch.setenv("GUANXI_TOKEN_KEY", "k" * 32)
    tokens.key.cache_clear()
    yield
    tokens.key.cache_clear()
