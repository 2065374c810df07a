"""The rivals' rows, and how many times as fast ours are."""

from collections.abc import Mapping, Sequence
from functools import partial

from bench.figures import Figure, of_rounds, ratio
from bench.people import CLIENTS
from bench.plan import Plan
from bench.rivals import environment, library
from bench.rivals.nameko_plain import measured, plain_nameko
from bench.rivals.postgres import postgres
from bench.rivals.tryton import tryton
from bench.system import servers

COMPARED = ("log", "http")  # sections that hold what they are compared with
DECIDING = "load, decide and append, 16 writers on streams of their own"
COMMANDS = "HTTP commands, 16 clients"
ALONE = "HTTP commands, 1 client"
Found = Mapping[str, Sequence[Figure]]


def figures(plan: Plan, found: Found) -> list[Figure]:
    own = {figure.what: figure for section in found.values() for figure in section}
    on_postgres, plain = [*of_postgres(plan)], of_nameko(plan)
    library_row, tryton_row, tryton_alone = on_postgres
    return [
        library_row,
        ratio("ours ÷ eventsourcing", own[DECIDING], library_row, 20),
        tryton_row,
        ratio("our HTTP commands ÷ Tryton", own[COMMANDS], tryton_row, 20),
        tryton_alone,
        ratio("our HTTP commands ÷ Tryton, 1 client each", own[ALONE], tryton_alone),
        plain,
        ratio("our HTTP commands ÷ plain nameko", own[COMMANDS], plain),
    ]


def of_postgres(plan: Plan) -> list[Figure]:
    programs = environment.programs(plan.folder.parent / "rivals-venv")
    each, parties = plan.size(whole=60, quick=10), plan.size(whole=6, quick=2)
    with postgres() as server:
        server.create(library.DATABASE)
        what = "eventsourcing on PostgreSQL, load, decide and save, 16 threads"
        work = partial(library.measured, programs, server, each)
        rows = [of_rounds(what, plan.repeat(what, work), (), [environment.versions()])]
        with tryton(programs, server, plan.folder / "tryton") as rival:
            rival.measured(1, 2)  # what is done for the first time is slower
            for clients, each in ((CLIENTS, parties), (1, 3 * parties)):
                what = (
                    f"Tryton on PostgreSQL, JSON-RPC create and write of a party, {clients} client"
                )
                work = partial(rival.measured, clients, each)
                rows.append(of_rounds(what + "s" * (clients > 1), plan.repeat(what, work)))
    return rows


def of_nameko(plan: Plan) -> Figure:
    what = "plain nameko, HTTP to RPC to one insert, 16 clients"
    each = plan.size(whole=60, quick=20)
    with servers(plan.folder / "nameko"), plain_nameko(plan.folder / "nameko") as url:
        return of_rounds(what, plan.repeat(what, partial(measured, url, CLIENTS, each)))
