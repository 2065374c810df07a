"""Transient faults are tried again, and a commit whose answer was lost takes effect once."""

from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

from kernel.live import Documents
from kernel.transaction import ATTEMPTS, INTERRUPTED, transact


def fault(label: str) -> PyMongoError:
    error = AutoReconnect("the primary has stepped down")
    error._add_error_label(label)
    return error


def test_a_transient_fault_is_tried_again_and_takes_effect_once(database: Documents) -> None:
    faults = [fault("TransientTransactionError") for _ in range(3)]

    def body(session: ClientSession) -> None:
        database["things"].insert_one({"n": 1}, session=session)
        if faults:
            raise faults.pop()

    transact(database.client.start_session(), body)
    assert database["things"].count_documents({}) == 1


def test_the_number_of_attempts_is_limited(database: Documents) -> None:
    tried: list[int] = []

    def body(session: ClientSession) -> None:
        tried.append(1)
        raise fault("TransientTransactionError")

    with pytest.raises(PyMongoError):
        transact(database.client.start_session(), body)
    assert len(tried) == ATTEMPTS


def test_a_transaction_that_another_writer_ended_is_tried_again(database: Documents) -> None:
    session = database.client.start_session()
    ended = [True]

    def body(session: ClientSession) -> None:
        database["things"].insert_one({"n": 1}, session=session)
        if ended:
            ended.pop()
            database.client.admin.command("killSessions", [{"id": session.session_id["id"]}])

    transact(session, body)
    assert database["things"].count_documents({}) == 1


ENDED = OperationFailure("operation was interrupted", INTERRUPTED)


@pytest.mark.parametrize("why", [ENDED, fault("UnknownTransactionCommitResult")])
def test_a_commit_whose_answer_was_lost_takes_effect_once(
    why: PyMongoError, database: Documents, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit, lost = ClientSession.commit_transaction, [True, True]

    def commit_and_lose(self: ClientSession) -> None:
        commit(self)
        if lost:
            lost.pop()
            raise why

    monkeypatch.setattr(ClientSession, "commit_transaction", commit_and_lose)

    def body(session: ClientSession) -> Any:
        return database["things"].insert_one({"n": 1}, session=session)

    transact(database.client.start_session(), body)
    assert not lost
    assert database["things"].count_documents({}) == 1


def test_a_defect_writes_nothing(database: Documents) -> None:
    def body(session: ClientSession) -> None:
        database["things"].insert_one({"n": 1}, session=session)
        raise KeyError("a defect")

    with pytest.raises(KeyError):
        transact(database.client.start_session(), body)
    assert database["things"].count_documents({}) == 0
