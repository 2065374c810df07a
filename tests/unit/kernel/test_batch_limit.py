"""How many rows one request may name, wherever that is asked."""

import pytest

from kernel.settings import LARGEST_BATCH, batch_limit


@pytest.mark.parametrize("given", [1, LARGEST_BATCH])
def test_as_many_as_an_answer_can_tell_of(monkeypatch, given):
    monkeypatch.setenv("GUANXI_BATCH_LIMIT", str(given))
    assert batch_limit() == given


@pytest.mark.parametrize("given", [0, LARGEST_BATCH + 1])
def test_none_or_more_does_not_start(monkeypatch, given):
    monkeypatch.setenv("GUANXI_BATCH_LIMIT", str(given))
    with pytest.raises(SystemExit):
        batch_limit()
