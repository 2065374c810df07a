"""What is said of a subscriber that does not keep to the protocol."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.candidate import Candidate, Failed, Told


def judged(script: str, folder: Path) -> Candidate:
    return Candidate(f"/bin/sh -c '{script}'", {"CRM_RUN": "r1"}, folder)


@pytest.fixture
def sleeping(tmp_path: Path) -> Iterator[Candidate]:
    candidate = judged("echo begun; sleep 60 & wait", tmp_path)
    candidate.start()
    yield candidate
    candidate.kill()


def test_its_books_are_what_it_prints(tmp_path: Path) -> None:
    script = """printf "{\\"positions\\": {\\"customer\\": 3}, \\"outcome\\": [\\"$CRM_RUN\\"]}\""""
    assert judged(script, tmp_path).dump() == Told({"customer": 3}, ["r1"])


@pytest.mark.parametrize(
    ("script", "said"),
    [("exit 4", "ended with code 4"), ("echo hello", "hello"), ("echo []", "not {positions"),
     ("true", "not {positions")],
)  # fmt: skip
def test_a_dump_that_is_none_fails(script: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Failed, match=said):
        judged(script, tmp_path).dump()


def test_one_that_ends_by_itself_fails_with_its_last_words(tmp_path: Path) -> None:
    candidate = judged("echo out of luck; exit 3", tmp_path)
    candidate.start()
    assert candidate.process
    candidate.process.wait(30)

    with pytest.raises(Failed, match=r"code 3\n    out of luck"):
        candidate.require_alive()


def test_one_that_runs_is_left_alone_and_is_gone_when_killed(sleeping: Candidate) -> None:
    process = sleeping.process
    sleeping.require_alive()

    sleeping.kill()
    sleeping.require_alive()

    assert process is not None
    assert process.returncode == -9
