"""What is told of an export: that it began, and once how it ended."""

from datetime import UTC, datetime

from gateway.events import ExportBegun, ExportEnded
from gateway.export import EXPORT, begin, end
from kernel.testing import specify

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
HOW = ("customers", "csv", "{}", "own", ("customer:7",), "ann", NOON)
BEGUN = ExportBegun("e1", *HOW)
export = specify(EXPORT)


def test_it_begins_once():
    export().when(begin, "e1", *HOW).then(BEGUN)
    export(BEGUN).when(begin, "e1", *HOW).then()


def test_it_ends_once_and_only_what_has_begun():
    ended = ExportEnded("e1", 3, True, "ann", NOON)
    export(BEGUN).when(end, "e1", 3, True, NOON).then(ended)
    export(BEGUN, ended).when(end, "e1", 0, False, NOON).then()
    export().when(end, "e1", 0, False, NOON).then()
