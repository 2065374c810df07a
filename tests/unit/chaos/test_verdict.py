"""Leaks, recovery and the table: what is wrong in a round makes its fault fail."""

from dataclasses import replace

from tests.chaos.leaks import FILES, MEMORY, SERVERS_MEMORY, Held, leaks
from tests.chaos.rounds import Outcome
from tests.chaos.table import HEADS, markdown, row, rows, text

BEFORE = Held(memory=50_000_000, files=30, threads=9, greenlets=12)


def grown(name: str, **by: int) -> list[str]:
    now = replace(BEFORE, **{what: getattr(BEFORE, what) + more for what, more in by.items()})
    return leaks({name: BEFORE}, {name: now})


def test_what_a_process_holds_may_grow_a_little():
    assert grown("customer", memory=MEMORY, files=FILES) == []


def test_more_memory_files_threads_or_greenlets_are_leaks():
    for more in ({"memory": MEMORY + 1}, {"files": 100}, {"threads": 99}, {"greenlets": 51}):
        assert len(grown("customer", **more)) == 1, more


def test_the_servers_caches_may_fill():
    assert grown("mongo", memory=MEMORY + 1) == []
    assert len(grown("broker", memory=SERVERS_MEMORY + 1)) == 1


def test_a_process_that_was_not_there_before_is_compared_with_nothing():
    assert leaks({}, {"customer": BEFORE}) == []


def shown(*findings: str, recovery: float | None = 1.0) -> dict[str, str]:
    outcomes = [Outcome("kill", 1, recovery=3.0), Outcome("kill", 2, recovery=recovery)]
    outcomes[1].findings = list(findings)
    return dict(zip(HEADS, row("kill", outcomes), strict=True))


def test_a_fault_without_findings_has_passed():
    line = shown()
    assert (line["rounds"], line["recovery max"], line["verdict"]) == ("2", "3.0 s", "passed")


def test_each_kind_of_finding_is_counted_in_its_column():
    line = shown("lost: a", "phantom: b", "doubled: c", "order: d", "status 500 of /", "slow: e")
    names = ("lost", "doubled", "inversions", "unexpected 5xx", "other", "verdict")
    assert [line[name] for name in names] == ["2", "1", "1", "1", "1", "FAILED"]


def test_a_fault_after_which_nothing_ever_worked_again_says_so():
    outcome = Outcome("kill", 1, recovery=None, findings=["slow: never"])
    assert dict(zip(HEADS, row("kill", [outcome]), strict=True))["recovery max"] == "never"


def test_what_could_not_be_run_stands_in_the_table_with_its_reason():
    made = rows([Outcome("kill", 1, recovery=1.0)], {"clock-skew": "no libfaketime"})
    assert "not run: no libfaketime" in text(made)
    assert "| clock-skew |" in markdown(made, 7, 1, 16)
    assert "--seed 7" in markdown(made, 7, 1, 16)
