"""Who has taken what away, as it is listed."""

from datetime import UTC, datetime

from gateway.events import ExportBegun, ExportEnded
from kernel.testing import project
from services.analytics.exports import EXPORTS, seen, shown

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
BEGUN = ExportBegun(
    "e1", "customers", "csv", '{"q": "李"}', "own", ("customer:7",), "ann", NOON
)  # fmt: skip


def test_an_export_shows_what_was_asked_and_how_it_ended():
    on_its_way = shown(project(EXPORTS, BEGUN)["e1"])
    assert on_its_way == {
        "id": "e1", "of": "customers", "format": "csv", "asked": {"q": "李"},
        "visibility": "own", "as_of": ["customer:7"], "by": "ann", "rows": None, "whole": None,
        "at": "2026-01-05T04:00:00Z", "ended_at": None,
    }  # fmt: skip
    [row] = project(EXPORTS, BEGUN, ExportEnded("e1", 3, False, "ann", NOON)).values()
    ended = {"rows": 3, "whole": False, "ended_at": "2026-01-05T04:00:00Z"}
    assert shown(row) == on_its_way | ended


def test_administrators_see_everybodys_and_all_others_their_own():
    assert seen("root", "admin") == {}
    assert seen("may", "manager") == {"by": {"$eq": "may"}}
