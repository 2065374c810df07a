"""Sessions as rows: which refresh token is the next one. Each is good once; a copy ends them all.

A token is never stored: it is the keyed digest of its session and number, so a former one can be
told from an invention.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ReturnDocument, timeout

from gateway.secret import keyed, same
from kernel.database import LIMIT_SECONDS
from kernel.live import Documents

IDLE = timedelta(days=14)  # without a refresh
LONGEST = timedelta(days=90)  # whatever happens
AGAIN = timedelta(seconds=60)  # in which the answer to the same request may be told again
TOKEN = re.compile(r"gr_([0-9a-f-]{36})\.(\d{1,9})\.([0-9a-f]{64})", re.ASCII)


class Reused(Exception):
    """This token was good once, and has been used: one of two who hold it has stolen it."""

    def __init__(self, session: str, person: str) -> None:
        super().__init__(session)
        self.session = session
        self.person = person


@dataclass(frozen=True)
class Stay:
    session: str
    person: str
    number: int  # of the refresh token that is good now

    @property
    def token(self) -> str:
        return f"gr_{self.session}.{self.number}.{mark(self.session, self.number)}"


class Sessions:
    def __init__(self, database: Documents) -> None:
        self.rows = database["sessions"]

    def create_indexes(self) -> None:
        self.rows.create_index("until", expireAfterSeconds=0)
        self.rows.create_index("person")
        self.rows.create_index("ended", sparse=True)

    def begin(self, session: str, person: str, at: datetime) -> Stay:
        row = {"_id": session, "person": person, "number": 1, "last": at + LONGEST,
               "until": at + IDLE}  # fmt: skip
        with timeout(LIMIT_SECONDS):
            self.rows.insert_one(row)
        return Stay(session, person, 1)

    def turn(self, token: str, request: str, at: datetime) -> Stay | None:
        """The session with its next token, None where there is none; raises Reused.

        `request` is what the same request, sent again for want of an answer, is known by.
        """
        if (named := read(token)) is None:
            return None
        session, number = named
        alive = {"_id": session, "number": number, "ended": None, "until": {"$gt": at}}
        until = {"$min": ["$last", at + IDLE]}
        turned = {"number": number + 1, "turned": at, "request": request, "until": until}
        with timeout(LIMIT_SECONDS):
            found: Mapping[str, Any] | None = self.rows.find_one_and_update(
                alive, [{"$set": turned}], return_document=ReturnDocument.AFTER
            )
            row = found or self._again(session, number, request, at)
        return Stay(session, row["person"], row["number"]) if row else None

    def _again(
        self, session: str, number: int, request: str, at: datetime
    ) -> Mapping[str, Any] | None:
        row = self.rows.find_one({"_id": session, "ended": None, "until": {"$gt": at}})
        if row is None:
            return None
        told = (row["number"], row["request"]) == (number + 1, request)
        if told and at - row["turned"] <= AGAIN:
            return row
        raise Reused(session, row["person"])

    def end(self, session: str, at: datetime) -> None:
        self._end({"_id": session}, at)

    def end_all(self, person: str, at: datetime, but: str = "") -> None:
        self._end({"person": person, "_id": {"$ne": but}}, at)

    def _end(self, which: Mapping[str, Any], at: datetime) -> None:
        with timeout(LIMIT_SECONDS):
            self.rows.update_many({**which, "ended": None}, {"$set": {"ended": at}})

    def ended_since(self, at: datetime) -> frozenset[str]:
        with timeout(LIMIT_SECONDS):
            return frozenset(row["_id"] for row in self.rows.find({"ended": {"$gte": at}}, {}))


def read(token: str) -> tuple[str, int] | None:
    """Session and number of a token of ours."""
    if not (match := TOKEN.fullmatch(token)):
        return None
    session, number = match[1], int(match[2])
    return (session, number) if same(match[3], mark(session, number)) else None


def mark(session: str, number: int) -> str:
    return keyed("refresh", session, str(number))
