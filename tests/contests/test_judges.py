"""The judges of the contests, on histories that were doctored: each kind of damage is seen."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from tests.contests import history
from tests.contests.claiming import claimed_wrongly
from tests.contests.client import Answer
from tests.contests.company import CLAIMS_PER_DAY, HOLDING_CAP
from tests.contests.editing import edited_wrongly
from tests.contests.registering import registered_wrongly
from tests.contests.repeating import repeated_wrongly
from tests.contests.row import OURS, Row, markdown

Document = dict[str, Any]
Doctor = Callable[[list[Document], list[Answer]], None]


def event(stream: str, version: int, type: str = "", **data: Any) -> Document:
    return {"stream": stream, "version": version, "type": type, "data": data}


def commit(position: int, *events: Document) -> Document:
    meta = {"command_id": f"c{position}", "actor": "ann"}
    return {"_id": position, "events": list(events), "meta": meta}


def claim(position: int, id: str, by: str, version: int = 2, taken: int = 1) -> Document:
    return commit(
        position,
        event(f"customer/{id}", version, "CustomerClaimed", customer_id=id, by=by),
        event(f"portfolio/{by}", taken, "HoldingTaken", person=by, claimed_on="2026-01-05"),
    )


def receipt(source: str, position: int, id: str, version: int) -> dict[str, Any]:
    return {"id": id, "version": version, "position": f"{source}:{position}"}


def refused(person: str, path: str, slug: str, **fields: Any) -> Answer:
    return Answer(person, path, 409, {"type": f"https://x/{slug}", **fields})


def a_claim() -> tuple[list[Document], list[Answer]]:
    registered = commit(1, event("customer/7", 1, "CustomerRegistered", phones=[]))
    path = "/v1/customers/7/claim"
    return [registered, claim(2, "7", "ann")], [
        Answer("ann", path, 200, receipt("customer", 3, "7", 2), '"2"'),
        refused("bob", path, "already-claimed", owner="ann"),
    ]


def also_bobs(log: list[Document], answers: list[Answer]) -> None:
    log.append(claim(4, "7", "bob", version=3))


def promised_to_bob(log: list[Document], answers: list[Answer]) -> None:
    answers.append(replace(answers[0], person="bob"))


def wrong_owner(log: list[Document], answers: list[Answer]) -> None:
    answers[1].body["owner"] = "cho"


def not_written(log: list[Document], answers: list[Answer]) -> None:
    log.pop()


def too_many(log: list[Document], answers: list[Answer]) -> None:
    for number in range(CLAIMS_PER_DAY):
        log.append(claim(4 + 2 * number, f"x{number}", "ann", 1, taken=2 + number))


def hoards(log: list[Document], answers: list[Answer]) -> None:
    for number in range(HOLDING_CAP):
        taken = {"person": "ann", "claimed_on": None}
        log.append(commit(4 + number, event("portfolio/ann", 2 + number, "HoldingTaken", **taken)))


def failed(log: list[Document], answers: list[Answer]) -> None:
    answers.append(Answer("cho", "/v1/customers/7/claim", 500, {}))


def hole(log: list[Document], answers: list[Answer]) -> None:
    log[1]["_id"] = 3


def version_twice(log: list[Document], answers: list[Answer]) -> None:
    log.append(commit(4, event("customer/7", 2)))


def command_twice(log: list[Document], answers: list[Answer]) -> None:
    log.append(commit(4, event("customer/8", 1)) | {"meta": log[0]["meta"]})


CLAIMING: list[tuple[Doctor, str]] = [
    (also_bobs, "customers claimed twice"),
    (promised_to_bob, "customers promised to two"),
    (promised_to_bob, "winners who are not the owner"),
    (wrong_owner, "losers told a wrong owner"),
    (not_written, "acknowledged, not in the log"),
    (too_many, "people beyond the quota"),
    (hoards, "people beyond the cap"),
    (failed, "answers other than 200, 201, 409"),
    (hole, "positions missing or twice"),
    (version_twice, "versions missing or twice"),
    (command_twice, "commands done twice"),
]


def test_a_sound_claim_is_sound() -> None:
    log, answers = a_claim()
    assert not any(claimed_wrongly(log, ["7"], answers).values())


@pytest.mark.parametrize(("doctor", "what"), CLAIMING)
def test_damage_of_claims_is_seen(doctor: Doctor, what: str) -> None:
    log, answers = a_claim()
    doctor(log, answers)
    assert claimed_wrongly(log, ["7"], answers)[what] == 1


def test_damage_of_registrations_is_seen() -> None:
    phones = [{"e164": "+8613800138000"}]
    log = [commit(1, event("customer/1", 1, "CustomerRegistered", phones=phones))]
    first = Answer("ann", "/v1/customers", 201, receipt("customer", 1, "1", 1))
    second = refused("bob", "/v1/customers", "duplicate", duplicates=[{"holder": "1"}])
    numbers = ["13800138000"]
    assert not any(registered_wrongly(log, numbers, [first, second]).values())

    twin = deepcopy(log[0]) | {"_id": 2, "meta": {"command_id": "c2", "actor": "bob"}}
    twin["events"][0]["stream"] = "customer/2"
    found = registered_wrongly([*log, twin], numbers, [first, replace(first, person="bob")])
    assert found["phones with two customers"] == 1
    assert registered_wrongly([], numbers, [])["phones without a customer"] == 1


def test_damage_of_edits_is_seen() -> None:
    def moved(position: int, was: str, to: str) -> Document:
        return commit(position, event("opportunity/1", position, "Moved", was=was, to=to))

    log = [commit(1, event("opportunity/1", 1)), moved(2, "a", "b"), moved(3, "b", "a")]
    answers = [
        Answer("ann", "", 200, receipt("pipeline", version, "1", version), f'"{version}"')
        for version in (2, 3)
    ]
    assert not any(edited_wrongly(log, "1", answers, wanted=2).values())
    overwritten = [log[0], log[1], moved(3, "a", "c")]
    assert edited_wrongly(overwritten, "1", answers, 2)["edits of what nobody had read"] == 1
    assert edited_wrongly(log[:2], "1", answers, 2)["edits lost"] == 1
    same = [answers[0], answers[0]]
    assert edited_wrongly(log, "1", same, 2)["versions given twice or left out"] == 1


def test_damage_of_repetition_is_seen() -> None:
    log = [commit(1, event("customer/1", 1))]
    one = Answer("ann", "", 200, receipt("customer", 1, "1", 1), '"1"')
    misused = [Answer("ann", "", 422, {})]
    logs = {"customer": log, "pipeline": [], "activity": []}
    assert not any(repeated_wrongly(logs, [[one] * 3], misused, before=0).values())

    other = replace(one, body=receipt("customer", 2, "1", 2))
    found = repeated_wrongly(logs, [[one, one, other]], [replace(one)], before=0)
    assert found["requests answered in two ways"] == 1
    assert found["keys taken for something else"] == 1
    doubled = {**logs, "customer": [*log, commit(2, event("customer/1", 2))]}
    assert repeated_wrongly(doubled, [[one] * 3], [], 0)["effects too many or too few"] == 1


def test_a_follow_up_is_found_by_its_own_id() -> None:
    log = [commit(1, event("contact/1", 1, follow_up_id="f"))]
    answer = Answer("ann", "", 200, receipt("activity", 1, "f", 0))  # nobody has amended it
    assert history.lost(log, [answer]) == 0
    assert history.lost(log, [replace(answer, body=receipt("activity", 1, "g", 0))]) == 1


def test_the_table_says_what_is_wrong_and_in_how_many_checks_nothing_was() -> None:
    sound, broken = (Row("c", OURS, 2, {"200": 2}, {"holes": n, "twins": 0}, 1.5) for n in (0, 3))
    assert "none in 2 checks" in markdown([sound])
    assert "holes: **3**" in markdown([broken])
