from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.events import QueryDeleted, QuerySaved, QueryShared
from gateway.saved_queries import require_id
from gateway.saved_query import SAVED_QUERY, SavedQuery, delete, save, share
from kernel import Forbidden, Invalid, NotFound
from kernel.context import Context
from kernel.testing import specify

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
ANN, BOB, ROOT = Context("ann", "sales"), Context("bob", "sales"), Context("root", "admin")
SAID: dict[str, Any] = {"id": "q1", "name": "各人", "asked": "{}", "chart": None, "at": NOON}
SAVED = QuerySaved("q1", "各人", "{}", None, "ann", "ann", NOON)
FOR_BOB = QueryShared("q1", ("bob",), (), False, "ann", NOON)
FOR_EAST = QueryShared("q1", (), ("east",), False, "ann", NOON)
FOR_ALL = QueryShared("q1", (), (), True, "ann", NOON)

after = specify(SAVED_QUERY)


def test_a_new_query_belongs_to_who_saves_it():
    after().when(save, ANN, [], **SAID).then(SAVED)


def test_saved_as_it_was_nothing_has_happened():
    after(SAVED).when(save, ANN, [], **SAID).then()


def test_it_stays_its_owners_when_an_administrator_changes_it():
    changed = SAID | {"chart": "pie"}

    after(SAVED).when(save, ROOT, [], **changed).then(
        QuerySaved("q1", "各人", "{}", "pie", "ann", "root", NOON)
    )


@pytest.mark.parametrize("decide", [save, share, delete])
@pytest.mark.parametrize(
    ("known", "refusal"),
    [([SAVED], NotFound), ([SAVED, FOR_BOB], Forbidden), ([SAVED, FOR_ALL], Forbidden)],
)
def test_nobody_else_changes_it_nor_is_told_of_what_they_may_not_see(decide, known, refusal):
    how: dict[str, Any] = {
        save: SAID | {"name": "mine"},
        share: {"id": "q1", "with_people": [], "with_teams": [], "everybody": True, "at": NOON},
        delete: {"id": "q1", "at": NOON},
    }[decide]

    with pytest.raises(refusal):
        decide(SAVED_QUERY.fold(known), BOB, [], **how)


def test_it_is_shared_with_these_and_nobody_else():
    how: dict[str, Any] = {"id": "q1", "with_teams": [], "everybody": False, "at": NOON}
    twice = how | {"with_people": ["bob", "bob"]}

    after(SAVED, FOR_ALL).when(share, ANN, [], **twice).then(FOR_BOB)
    after(SAVED, FOR_BOB).when(share, ANN, [], **twice).then()


def test_a_team_means_those_below_it_too():
    shared = SAVED_QUERY.fold([SAVED, FOR_EAST])

    assert shared.seen_by(BOB, ["south-east", "east"])
    assert not shared.seen_by(BOB, ["west"])
    assert shared.seen_by(ANN, [])
    assert shared.seen_by(ROOT, [])


def test_what_was_deleted_is_not_there_and_its_id_is_free():
    gone = QueryDeleted("q1", "ann", NOON)

    after(SAVED, FOR_ALL).when(delete, ANN, [], "q1", NOON).then(gone)
    assert SAVED_QUERY.fold([SAVED, FOR_ALL, gone]) == SavedQuery()
    with pytest.raises(NotFound):
        delete(SavedQuery(), ANN, [], "q1", NOON)
    after(SAVED, gone).when(save, BOB, [], **SAID).then(
        QuerySaved("q1", "各人", "{}", None, "bob", "bob", NOON)
    )


@pytest.mark.parametrize(
    "id", ["facts", "explain", "a.csv", "关系", "a b", "$x", "", "q" * 65, "-a"]
)
def test_an_id_under_which_it_could_not_be_read_is_refused(id: str) -> None:
    with pytest.raises(Invalid) as refused:
        require_id(id)
    assert [one["field"] for one in refused.value.fields["errors"]] == ["query_id"]


def test_any_other_id_is_taken() -> None:
    for id in ("best-5", "Facts2", "q" * 64):
        require_id(id)
