"""A load is over when nothing follows from it any more and every read model shows it."""

from rich.console import Console

from cli.load.settling import READS, SOURCES, STILL, at_rest, settle
from cli.load.steps import Loading
from tests.unit.cli.scripted import Script, reply


def head(position: int):
    return reply(200, {"events": [], "next": 0, "head": position})


def test_it_looks_until_no_log_has_grown_for_some_looks():
    growing = [head(position) for position in (1, 1, 1, 5, 1, 1, 9)]
    script = Script(growing)
    assert at_rest(script.client()) == dict.fromkeys(SOURCES, 9)
    assert len(script.slept) >= STILL + 1


def test_it_reads_every_group_of_read_models_at_the_positions_found():
    script = Script([head(7)])
    loading = Loading(script.client(), Console(record=True), {})
    assert settle(loading) == "customer:7,pipeline:7,activity:7"
    reads = [(path, headers) for _, path, _, headers in script.asked if path in READS]
    assert reads == [(path, {"X-Read-After": "customer:7,pipeline:7,activity:7"}) for path in READS]
    assert "lists and reports show all of it" in loading.summary.remarks[0]
