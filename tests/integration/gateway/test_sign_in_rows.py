"""What signing in keeps beside the log, over a real MongoDB: who comes first, and who waits."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gateway.attempts import ACCOUNT, ADDRESS, Attempts, network, row_id, seconds
from gateway.credentials import ABANDONED, Credentials
from gateway.problems import TooMany
from gateway.secret import credential_key
from gateway.sessions import AGAIN, IDLE, LONGEST, Reused, Sessions
from kernel.live import durable
from kernel.refusal import Rejected
from tests.integration.servers import throwaway_database

AT = datetime.now(UTC).replace(microsecond=0)
HERE = "192.0.2.7"


@pytest.fixture(scope="module")
def database() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch, throwaway_database() as made:
        patch.setenv("GUANXI_CREDENTIAL_KEY", "c" * 32)
        credential_key.cache_clear()
        yield durable(made)
    credential_key.cache_clear()


@pytest.fixture
def sessions(database: Any) -> Sessions:
    kept = Sessions(database)
    kept.create_indexes()
    return kept


def at_once(run: Any, many: int) -> list[Any]:
    def tried(_: int) -> Any:
        try:
            return run()
        except (Reused, TooMany) as error:
            return type(error)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(tried, range(many)))


def test_of_many_who_turn_one_token_at_once_one_does(sessions):
    stay = sessions.begin(str(uuid4()), "ann", AT)

    told = at_once(lambda: sessions.turn(stay.token, uuid4().hex, AT), 8)

    assert [type(one) for one in told if one is not Reused] == [type(stay)]
    assert told.count(Reused) == 7


def test_the_same_request_is_told_the_same_for_a_minute(sessions):
    stay = sessions.begin(str(uuid4()), "ann", AT)

    told = at_once(lambda: sessions.turn(stay.token, "one request", AT), 8)

    assert len({one.token for one in told}) == 1
    with pytest.raises(Reused):
        sessions.turn(stay.token, "one request", AT + AGAIN + timedelta(seconds=1))


def test_a_token_from_before_the_last_is_a_copy_whatever_the_request_says(sessions):
    first = sessions.begin(str(uuid4()), "ann", AT)
    second = sessions.turn(first.token, "one", AT)
    sessions.turn(second.token, "two", AT)

    with pytest.raises(Reused) as caught:
        sessions.turn(first.token, "one", AT)
    assert (caught.value.session, caught.value.person) == (first.session, "ann")


def test_a_session_lasts_while_it_is_used_and_not_for_ever(sessions):
    stay = sessions.begin(str(uuid4()), "ann", AT)
    assert sessions.turn(stay.token, "x", AT + IDLE) is None

    now = AT
    while now + IDLE / 2 < AT + LONGEST:
        now += IDLE / 2
        stay = sessions.turn(stay.token, "x", now)
        assert stay is not None
    assert sessions.turn(stay.token, "x", AT + LONGEST) is None


def test_what_has_ended_stays_so_and_is_found(sessions):
    person = uuid4().hex
    here, there = (sessions.begin(str(uuid4()), person, AT) for _ in range(2))

    sessions.end_all(person, AT, but=here.session)

    assert sessions.turn(there.token, "x", AT) is None
    assert there.session in sessions.ended_since(AT)
    assert not {here.session, there.session} & sessions.ended_since(AT + timedelta(seconds=1))
    sessions.end(here.session, AT)
    assert sessions.turn(here.token, "x", AT) is None
    assert sessions.turn("gr_nonsense", "x", AT) is None


def test_of_many_guesses_at_once_only_the_free_ones_are_looked_at(database):
    attempts, login = Attempts(database), uuid4().hex

    told = at_once(lambda: attempts.begin(login, HERE), 20)

    assert sorted(one for one in told if one is not TooMany) == [1, 2, 3, 4, 5]
    with pytest.raises(TooMany) as caught:
        attempts.begin(login, "2001:db8::1")  # from anywhere
    assert caught.value.fields["retry_after"] == 1


def test_each_one_more_waits_twice_as_long_up_to_a_quarter_of_an_hour(database):
    attempts, login = Attempts(database), uuid4().hex
    row = {"_id": row_id(ACCOUNT, login)}
    waited = []
    for count in (4, 5, 6, 9, 14, 15, 100):
        past = {"count": count - 1, "until": AT - timedelta(1)}
        attempts.rows.replace_one(row, past, upsert=True)
        assert attempts.begin(login, HERE) == count
        found = attempts.rows.find_one(row)
        waited.append(round((found["until"] - found["at"]).total_seconds()))
        assert waited[-1] == seconds(ACCOUNT, count)
    assert waited == [0, 1, 2, 16, 512, 900, 900]


def test_who_is_right_begins_anew_but_their_address_does_not(database):
    attempts, address = Attempts(database), "198.51.100.9"
    here = {"_id": row_id(ADDRESS, address)}
    for _ in range(3):
        login = uuid4().hex
        attempts.begin(login, address)
        attempts.begin("right", address)
        attempts.succeeded("right", address)

    assert attempts.rows.find_one(here)["count"] == 3
    assert attempts.begin("right", address) == 1


def test_an_address_that_tries_many_accounts_has_to_wait(database):
    attempts, address = Attempts(database), "203.0.113.5"
    for _ in range(ADDRESS.free):
        attempts.begin(uuid4().hex, address)
    with pytest.raises(TooMany):
        attempts.begin(uuid4().hex, address)


def test_who_does_not_wait_for_their_turn_does_not_use_up_that_of_the_office(database):
    attempts, login, address = Attempts(database), uuid4().hex, "203.0.113.77"
    for _ in range(ACCOUNT.free):
        attempts.begin(login, address)
    for _ in range(3):
        with pytest.raises(TooMany):
            attempts.begin(login, address)
    assert attempts.rows.find_one({"_id": row_id(ADDRESS, address)})["count"] == ACCOUNT.free


def test_nothing_that_was_typed_is_kept(database):
    Attempts(database).begin("my password by mistake", HERE)
    rows = str(list(database["attempts"].find()))
    assert "mistake" not in rows
    assert HERE not in rows


def test_one_line_to_the_house_is_one_address():
    assert network("2001:db8:1:2:3::9") == network("2001:db8:1:2:ffff::1")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:192.0.2.7") == HERE
    assert network("nonsense") == network("")


def test_a_digest_that_no_event_names_is_taken_back_or_swept(database):
    kept = Credentials(database)
    with pytest.raises(Rejected), kept.kept("refused", "account/x", "digest", AT):
        raise Rejected("no")
    assert kept.of("refused") is None

    kept.keep("old", "account/x", "digest", AT - 2 * ABANDONED)
    kept.keep("about to be named", "account/x", "digest", AT)
    kept.keep("current", "account/x", "digest", AT - 2 * ABANDONED)
    kept.keep("another's", "account/y", "digest", AT - 2 * ABANDONED)
    kept.drop_others("account/x", "current", AT)
    names = ("old", "about to be named", "current", "another's")
    assert [kept.of(one) for one in names] == [None, "digest", "digest", "digest"]
