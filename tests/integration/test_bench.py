"""The smallest rows of the bench, measured on real servers: they run, whatever they find."""

from functools import partial

from bench import deciding, desk, log, relay
from bench.building import build, local
from bench.history import registered
from bench.own_log import own_log
from bench.seed import fill
from kernel.database import connect, service_database
from kernel.rows import Rows
from services.analytics.directory import DIRECTORY
from services.analytics.groups import LISTS

SECRET = b"a key for tests"
CUSTOMERS = 20


def test_every_commit_of_the_log_row_is_timed() -> None:
    for measure in (
        partial(log.one_process, 2, 3),
        partial(log.plain_inserts, 2, 3),
        partial(log.several_processes, 2, 1, 3),
        partial(deciding.busy_stream, 2, 5, 3),
        partial(deciding.own_streams, 2, 3),
    ):
        done = measure()
        assert len(done.latencies) == 6
        assert done.rate > 0


def test_the_relay_row_ends_when_all_is_confirmed() -> None:
    done, cpu = relay.relayed(50, queues=2)
    assert len(done.latencies) == 50
    assert cpu > 0


def test_the_growth_row_works_on_a_log_that_was_written_in_bulk() -> None:
    with own_log("customer") as filled:
        assert fill(filled.collection, registered(range(CUSTOMERS), SECRET)) == 2 * CUSTOMERS
        front = desk.Desk(filled, SECRET, CUSTOMERS)
        for operation in desk.OPERATIONS:
            assert len(front.work(operation, 3).latencies) == 3
        assert filled.head() == 2 * CUSTOMERS + 2 * 3 + 2 * 3  # a check writes nothing


def test_the_lists_are_built_from_such_a_log() -> None:
    with own_log("customer") as filled, connect() as client:
        end = fill(filled.collection, registered(range(CUSTOMERS), SECRET))
        fetch = local(client, {"customer": filled})
        upto = dict.fromkeys(LISTS.sources, 0) | {"customer": end}
        try:
            assert build(LISTS, fetch, upto) > 0
            rows = Rows(service_database(client, LISTS.service), LISTS)
            assert rows.collection(DIRECTORY).count_documents({}) == CUSTOMERS
        finally:
            client.drop_database(service_database(client, LISTS.service))
