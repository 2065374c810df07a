"""Signing in over HTTP, as people do it, and as those do who are none of them."""

from uuid import uuid4

import pytest
import requests

from tests.e2e.api import Api, eventually, slug
from tests.e2e.conftest import System

GIVEN, CHOSEN = "river under the bridge", "a long walk by the lake"


class Door:
    """Somebody in front of it, who has been given a password for once."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.api = Api(system.url, None)
        self.root = Api(system.url, system.token("operator", "admin"))
        self.login = f"lin.{uuid4().hex[:8]}"
        self.root.do("/v1/people", {"login": self.login, "role": "sales"})
        self.root.do(f"/v1/people/{self.login}/password", {"password": GIVEN})

    def tries(self, password: str, login: str = "", **more: str) -> requests.Response:
        said = {"login": login or self.login, "password": password, **more}
        return self.api.post("/v1/sign-in", said)

    def enters(self) -> dict[str, str]:
        answer = self.tries(GIVEN, new_password=CHOSEN)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def goes_on(self, token: str, **headers: str) -> requests.Response:
        return self.api.post("/v1/sign-in/refresh", {"refresh_token": token}, **headers)

    def holding(self, tokens: dict[str, str]) -> Api:
        return Api(self.system.url, tokens["access_token"])


@pytest.fixture
def door(system: System) -> Door:
    return Door(system)


def outside(api: Api) -> str:
    """Why somebody is not let in any more."""
    return slug(eventually(lambda: api.get("/v1/me"), lambda one: one.status_code == 401))


def test_a_password_of_somebody_elses_is_exchanged_for_ones_own(door):
    told = door.tries(GIVEN)
    assert (told.status_code, slug(told)) == (403, "password-must-change")
    easy = door.tries(GIVEN, new_password="password1234")
    assert easy.json()["errors"][0]["field"] == "new_password"

    me = door.holding(door.enters()).read("/v1/me")

    assert (me["user"], me["role"]) == (door.login, "sales")
    assert slug(door.tries(GIVEN)) == "sign-in-refused"
    assert door.tries(CHOSEN).status_code == 200


def test_a_first_sign_in_whose_answer_was_lost_is_sent_again(door):
    door.enters()
    door.enters()
    assert slug(door.tries("wrong", new_password="another walk by the lake")) == "sign-in-refused"


def test_who_knows_no_password_hears_the_same_whoever_they_are(door):
    door.enters()
    left = Door(door.system)
    left.enters()
    door.root.do(f"/v1/people/{left.login}/deactivate", {"reason": "left"})

    answers = [door.tries("wrong"), door.tries("wrong", "stranger"), left.tries(CHOSEN)]

    kept = ("type", "title", "status", "detail")
    heard = {tuple(answer.json()[name] for name in kept) for answer in answers}
    assert len(heard) == 1
    assert {slug(answer) for answer in answers} == {"sign-in-refused"}


def test_a_refresh_token_is_good_once_and_its_copy_ends_everything(door):
    first = door.enters()
    second = door.goes_on(first["refresh_token"]).json()
    assert door.holding(second).read("/v1/me")["user"] == door.login

    copied = door.goes_on(first["refresh_token"])

    assert (copied.status_code, slug(copied)) == (401, "refresh-refused")
    assert slug(door.goes_on(second["refresh_token"])) == "refresh-refused"
    assert outside(door.holding(second)) == "session-ended"
    assert door.tries(CHOSEN).status_code == 200


def test_who_got_no_answer_asks_again_with_the_same_key(door):
    first = door.enters()
    key = uuid4().hex

    answers = [door.goes_on(first["refresh_token"], Idempotency_Key=key) for _ in range(3)]

    assert len({answer.json()["refresh_token"] for answer in answers}) == 1
    assert door.goes_on(answers[0].json()["refresh_token"]).status_code == 200


@pytest.mark.parametrize("where", ["/v1/sign-out", "/v1/sign-out-everywhere"])
def test_who_has_signed_out_is_outside(door, where):
    here = door.enters()
    there = door.tries(CHOSEN).json()

    door.holding(here).do(where)

    assert outside(door.holding(here)) == "session-ended"
    assert slug(door.goes_on(here["refresh_token"])) == "refresh-refused"
    elsewhere = 401 if "everywhere" in where else 200
    assert door.goes_on(there["refresh_token"]).status_code == elsewhere


def test_a_password_is_changed_by_who_knows_the_old_one(door):
    here = door.enters()
    there = door.tries(CHOSEN).json()
    new, key = "another walk, another lake", {"Idempotency-Key": uuid4().hex}

    def change(old: str, headers: dict[str, str]) -> requests.Response:
        body = {"old_password": old, "new_password": new}
        return door.holding(here).send("PUT", "/v1/me/password", body, headers)

    assert slug(change("wrong", {})) == "password-wrong"
    done = change(CHOSEN, key)
    assert done.status_code == 200, done.text
    assert change(CHOSEN, key).json() == done.json()

    assert slug(door.tries(CHOSEN)) == "sign-in-refused"
    assert door.tries(new).status_code == 200
    assert door.goes_on(here["refresh_token"]).status_code == 200
    assert slug(door.goes_on(there["refresh_token"])) == "refresh-refused"


def guesses(door: Door, login: str = "") -> list[requests.Response]:
    """Until one has to wait; where each takes as long as the first waits, some more are needed."""
    told: list[requests.Response] = []
    while len(told) < 12 and (not told or told[-1].status_code != 429):
        told.append(door.tries("a wrong one", login))
    return told


def test_guessing_has_to_wait_and_being_right_ends_it(door):
    door.enters()

    *heard, last = guesses(door)

    assert len(heard) >= 5
    assert {slug(one) for one in heard} == {"sign-in-refused"}
    assert (last.status_code, slug(last)) == (429, "too-many-attempts")
    assert int(last.headers["Retry-After"]) >= 1
    again = eventually(lambda: door.tries(CHOSEN), lambda one: one.status_code != 429)
    assert again.status_code == 200
    assert slug(door.tries("wrong")) == "sign-in-refused"  # it is counted anew


def test_strangers_wait_like_people(door):
    *heard, last = guesses(door, uuid4().hex)

    assert len(heard) >= 5
    assert {slug(one) for one in heard} == {"sign-in-refused"}
    assert slug(last) == "too-many-attempts"


def test_who_has_left_gets_no_further(door):
    tokens = door.enters()
    door.root.do(f"/v1/people/{door.login}/deactivate", {"reason": "left"})

    assert slug(door.goes_on(tokens["refresh_token"])) == "refresh-refused"
    assert outside(door.holding(tokens)) in ("session-ended", "account-deactivated")
    door.root.do(f"/v1/people/{door.login}/reactivate")
    assert slug(door.goes_on(tokens["refresh_token"])) == "refresh-refused"


def test_nothing_of_a_secret_is_published_or_logged(door):
    tokens = door.enters()
    door.tries("the wrong one, my love")

    feed = door.root.get("/v1/events?source=gateway&limit=1000").text
    logs = "".join(path.read_text() for path in (door.system.run_dir / "log").glob("*.log"))

    assert "PasswordSet" in feed
    secret = (GIVEN, CHOSEN, "the wrong one", tokens["refresh_token"], tokens["access_token"])
    for text in (*secret, "argon2"):
        assert text not in feed
        assert text not in logs


def test_only_an_administrator_gives_passwords_and_only_to_who_is_here(door):
    api = door.holding(door.enters())
    body = {"password": GIVEN}
    assert api.post(f"/v1/people/{door.login}/password", body).status_code == 403
    assert door.root.post("/v1/people/stranger.nobody/password", body).status_code == 404


def test_the_first_administrator_is_there_from_the_beginning(door):
    given = (door.system.run_dir / "secrets" / "GUANXI_ADMIN_PASSWORD").read_text().strip()

    entered = door.tries(given, "admin", new_password=f"{CHOSEN}, always")

    assert entered.status_code == 200, entered.text
    assert entered.json()["role"] == "admin"
    added = {"login": f"new.{uuid4().hex[:8]}", "role": "sales"}
    assert door.holding(entered.json()).post("/v1/people", added).status_code == 200
