"""An import's own rules: what is done next depends on how far it is, and nothing is done twice."""

import pytest

from kernel.testing import specify
from services.customer.events import (
    ImportedColumn,
    ImportFailed,
    ImportFinished,
    ImportRequested,
    ImportRowsTaken,
    ImportRowsUndone,
    ImportUndone,
    ImportUndoRequested,
)
from services.customer.imports import (
    IMPORT,
    File,
    Plan,
    end_undo,
    fail,
    finish,
    request,
    take,
    take_back,
    undo,
)
from tests.unit.customer.examples import NOON
from tests.unit.people import ANN, MAY, ROOT

given = specify(IMPORT)
COLUMNS = (ImportedColumn("客户名称", "name"),)
REQUESTED = ImportRequested(
    "i1", "f.csv", 9, "ab", 5, COLUMNS, "skip", "public", "CN", False, False, "may", NOON
)
TAKEN = ImportRowsTaken("i1", 0, 3, 3, (), "may", NOON)
FINISHED = ImportFinished("i1", "may", NOON)
FAILED = ImportFailed("i1", "why", "what", "may", NOON)
ASKED_BACK = ImportUndoRequested("i1", "root", NOON)
BACK = ImportRowsUndone("i1", 7, 3, 0, (), "root", NOON)
UNDONE = ImportUndone("i1", "root", NOON)


def test_a_manager_asks_for_it_and_a_salesperson_does_not():
    file = File("f.csv", 9, "ab", 5)
    given().when(request, MAY, "i1", file, Plan(COLUMNS), NOON).then(REQUESTED)
    with pytest.raises(Exception, match="role-not-allowed"):
        request(IMPORT.initial, ANN, "i1", file, Plan(COLUMNS), NOON)


def test_rows_are_taken_in_their_order_and_once():
    given(REQUESTED).when(take, 0, 3, 3, (), NOON).then(TAKEN)
    given(REQUESTED, TAKEN).when(take, 0, 3, 3, (), NOON).then()
    given(REQUESTED).when(take, 3, 2, 2, (), NOON).then()


@pytest.mark.parametrize("after", [FINISHED, FAILED, ASKED_BACK])
def test_one_that_runs_no_more_takes_no_rows(after):
    given(REQUESTED, after).when(take, 0, 3, 3, (), NOON).then()
    given(REQUESTED, after).when(finish, NOON).then()
    given(REQUESTED, after).when(fail, "why", "what", NOON).then()


def test_it_ends_once():
    given(REQUESTED, TAKEN).when(finish, NOON).then(FINISHED)
    given(REQUESTED, TAKEN).when(fail, "why", "what", NOON).then(FAILED)


@pytest.mark.parametrize("history", [(), (FINISHED,), (FAILED,)])
def test_it_is_undone_however_far_it_is_on_behalf_of_who_asks(history):
    given(REQUESTED, TAKEN, *history).when(undo, ROOT, NOON).then(ASKED_BACK)
    assert IMPORT.fold([REQUESTED, ASKED_BACK]).by == "root"


def test_it_is_undone_once():
    given(REQUESTED, ASKED_BACK).when(undo, ROOT, NOON).then()
    given(REQUESTED, ASKED_BACK, UNDONE).when(undo, ROOT, NOON).then()
    given(REQUESTED, ASKED_BACK).when(end_undo, NOON).then(UNDONE)
    given(REQUESTED, ASKED_BACK, UNDONE).when(end_undo, NOON).then()


def test_a_batch_is_taken_back_once_and_in_order():
    back = (7, 3, 0, (), NOON)
    given(REQUESTED, ASKED_BACK).when(take_back, *back).then(BACK)
    given(REQUESTED, ASKED_BACK, BACK).when(take_back, *back).then()
    given(REQUESTED, ASKED_BACK, BACK).when(take_back, 5, 1, 0, (), NOON).then()
    given(REQUESTED, TAKEN).when(take_back, *back).then()
