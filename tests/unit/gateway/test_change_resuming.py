"""Who comes back to the changes, or falls behind: all of it, once, or told to read anew."""

from dataclasses import replace
from itertools import islice

import pytest

from gateway.change_news import FAR, KEPT, PAGE
from gateway.change_places import mark, read, written
from tests.unit.gateway.changing import (
    ANN,
    START,
    Company,
    begun,
    events,
    listener,
    listening,
    positions,
)


@pytest.fixture
def company():
    return Company()


def test_who_comes_back_goes_on_where_they_were_in_whatever_process(company):
    company.happened("CustomerEdited", "ann", times=3)
    company.happened("FollowUpLogged", "ann", "activity", times=2)
    place = {**START, "customer": 101}

    stream = begun(company, place=place)

    wanted = ["customer:102", "customer:103", "activity:6", "activity:7"]
    assert positions(stream, 4) == wanted
    company.happened("CustomerEdited", "ann")
    assert positions(stream, 1) == ["customer:104"]


def test_nothing_is_left_out_or_told_twice_however_often_somebody_comes_back(company):
    heard, place, all_of_them = [], dict(START), listening()
    for _ in range(30):
        company.happened("CustomerEdited", "ann", times=PAGE // 10)
        stream = begun(company, all_of_them, place=place)
        told = list(islice(stream, 7))
        heard += [data["position"] for _, _, data in told]
        place, _ = read(told[-1][1])
        stream.close()

    assert heard == [f"customer:{at}" for at in range(101, 101 + len(heard))]


def test_who_is_slower_than_what_is_kept_still_hears_all(company):
    all_of_them = listening()
    slow, fast = (begun(company, all_of_them) for _ in range(2))
    number = KEPT + 3 * PAGE
    company.happened("CustomerEdited", "ann", times=number)

    wanted = [f"customer:{at}" for at in range(101, 101 + number)]
    assert positions(fast, number) == wanted
    assert positions(slow, number) == wanted
    assert len(all_of_them.news._kept["customer"]) <= KEPT


def test_who_is_too_far_behind_reads_anew(company):
    stream = begun(company)
    company.happened("CustomerEdited", "ann", times=FAR + 1)
    name, id, data = next(stream)
    assert (name, data) == ("reload", {"why": "far-behind"})
    assert id == written(company.heads, ANN)

    again = events(listening().begin(listener(company, place=START)))
    assert next(again)[::2] == ("reload", {"why": "far-behind"})
    company.happened("CustomerEdited", "ann")
    assert positions(again, 1) == [f"customer:{company.heads['customer']}"]


def test_a_place_that_has_not_been_yet_is_read_anew(company):
    stream = events(listening().begin(listener(company, place={**START, "customer": 10**9})))

    assert next(stream)[::2] == ("reload", {"why": "far-behind"})


def test_who_has_other_rights_reads_anew(company):
    now = [ANN]
    stream = begun(company, rights=lambda: now[0])
    now[0] = replace(ANN, visibility="team", team="ann\nbob")
    assert next(stream)[::2] == ("reload", {"why": "rights"})
    company.happened("CustomerEdited", "bob")
    assert positions(stream, 1) == ["customer:101"]

    again = events(listening().begin(listener(company, who=now[0], place=START, marked=mark(ANN))))
    assert next(again)[::2] == ("reload", {"why": "rights"})
