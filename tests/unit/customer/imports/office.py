"""Imports over a log in memory: rows as the reader would hand them on, taken by the real code."""

from datetime import UTC, datetime
from itertools import count
from threading import Event

from kernel.change import change, create
from kernel.commits import Commits
from kernel.context import Context
from services.customer import imports
from services.customer.bulk.running import Running
from services.customer.bulk.undoing import Undoing
from services.customer.events import ImportedColumn
from services.customer.import_ready import Readying
from services.customer.import_rows import Reading
from services.customer.imports import IMPORT, File, Plan
from tests.unit.people import MAY

IDS = (f"01a203f4-a5df-7030-85af-245f5815f{number:03x}" for number in count())
AT = datetime(2026, 1, 5, 4, tzinfo=UTC)
HEADER = ("客户名称", "公司名称", "电话", "邮箱", "备注", "跟单人", "公海")
FIELDS = ("name", "company", "phones", "emails", "remark", "owner", "pool")
COLUMNS = tuple(ImportedColumn(*pair) for pair in zip(HEADER, FIELDS, strict=True))


class Shelf:
    """Where rejected rows go."""

    def __init__(self):
        self.parts = {}

    def put(self, import_id, first_row, told):
        self.parts[first_row] = [(result.line, result.reason, row.errors) for result, row in told]


class Office:
    def __init__(self, company, process=0):
        self.company = company
        self.states = company.processes[process]
        self.shelf = Shelf()
        self.elsewhere = {}  # what other services have recorded, by customer
        self.asker = MAY

    def ask(self, rows, **plan):
        """An import that has just been asked for, and its rows."""
        plan = Plan(COLUMNS, **plan)
        id = next(IDS)
        reading = Reading(plan, HEADER, self.company.settings.identity_key)
        file = File("客户.csv", 100, "ab", len(rows))
        context = Context("may", "manager", f"ask {id}")
        Commits(self.states, context).commit(
            create(IMPORT, id, imports.request, MAY, id, file, plan, at=AT)
        )
        made = self.running().load(id)
        return id, [Readying(reading, made).row(line, cells) for line, cells in enumerate(rows, 2)]

    def running(self):
        gone = lambda people: frozenset(people) & self.company.gone  # noqa: E731
        unknown = lambda people: frozenset(people) & self.company.strangers  # noqa: E731
        settings, asker = self.company.settings, self.asker
        return Running(self.states, settings, self.shelf, lambda: AT, asker, gone, unknown)

    def take(self, id, rows, size=100):
        running = self.running()
        made = running.load(id)
        while made.taken < len(rows) and made.state == "running":
            made = running.take(made, rows[made.taken : made.taken + size])
        return made

    def bring(self, rows, size=100, **plan):
        """All of it."""
        id, read = self.ask(rows, **plan)
        self.take(id, read, size)
        return id

    def undo(self, id):
        self.ask_undo(id)
        self.undoing(id)

    def ask_undo(self, id):
        Commits(self.states, Context("may", "manager", f"undo {id}")).commit(
            change(IMPORT, id, imports.undo, MAY, at=AT)
        )

    def undoing(self, id, over=None):
        made = self.running().load(id)
        settings = self.company.settings
        undoing = Undoing(self.states, settings, lambda: AT, lambda ids: self.elsewhere)
        undoing.run(made, over or Event())

    def told(self, kind):
        """(line, outcome, reason) of every row that added nothing."""
        return [
            (told.line, told.outcome, told.reason)
            for event in self.company.events(kind)
            for told in event.told
        ]


def row(number, owner="", pool="", phone=None, **more):
    """Cells of a customer of its own."""
    given = {
        "客户名称": f"客户{number}", "公司名称": "", "电话": phone or f"1390000{number:04d}",
        "邮箱": f"c{number}@example.cn", "备注": "", "跟单人": owner, "公海": pool,
    } | more  # fmt: skip
    return [given[name] for name in HEADER]
