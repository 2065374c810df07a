"""A token is asked for by people, who mistype."""

from collections.abc import Iterator

import pytest

from cli.place import Place
from cli.tasks import LONGEST, token
from gateway.keys import KEYS


@pytest.fixture(autouse=True)
def _own_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GUANXI_TOKEN_KEY", "k" * 32)
    monkeypatch.setenv("GUANXI_IDENTITY_KEY", "i" * 32)
    monkeypatch.setenv("GUANXI_CREDENTIAL_KEY", "c" * 32)
    KEYS.forget()
    yield
    KEYS.forget()


@pytest.mark.parametrize(
    ("user", "ttl"),
    [("", 60), ("a\nb", 60), ("ann", 0), ("ann", -100), ("ann", LONGEST + 1), ("ann", 10**30)],
)
def test_what_makes_no_token_is_said_in_one_line(user, ttl, tmp_path, capsys):
    assert token(Place(tmp_path), user, "sales", ttl) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("crm: ")
    assert said.err.count("\n") == 1
