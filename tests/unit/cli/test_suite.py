"""A step that fails fails the whole, and does not keep the others from running."""

from cli.manual import MANUAL
from cli.suite import AFTER, BEFORE, BESIDE, LEVELS, NAMED, Outcome, failed, run, run_all


def test_what_takes_long_runs_when_it_is_named_and_says_so() -> None:
    assert set(NAMED).isdisjoint((*BEFORE, *BESIDE, *AFTER))
    assert set(NAMED) < set(LEVELS)
    told = MANUAL.partition("  test [unit]")[2].partition("\n  chaos")[0]
    assert all(f"[{name}]" in told for name in NAMED)
    assert "Only when it is named" in told


def test_all_passed_is_zero() -> None:
    assert failed([Outcome("one", 0, 1.0), Outcome("two", 0, 1.0)]) == 0


def test_one_failure_is_enough() -> None:
    assert failed([Outcome("one", 0, 1.0), Outcome("two", 5, 1.0)]) == 1


def test_what_comes_after_a_failure_still_runs() -> None:
    ran: list[str] = []

    def step(name: str, code: int) -> int:
        ran.append(name)
        return code

    assert run_all({"one": lambda: step("one", 1), "two": lambda: step("two", 0)}) == 1
    assert ran == ["one", "two"]


def test_a_step_that_cannot_begin_has_failed() -> None:
    def impossible() -> int:
        raise SystemExit("no broker")

    assert run("servers", impossible).code == 1
