"""Changes followed as they come: by right, in order, from where somebody was."""

import json
from dataclasses import replace
from itertools import islice

import pytest

from gateway.change import KINDS
from gateway.change_events import EACH, LATEST, SILENCE, Listening
from gateway.change_news import FAR, KEPT, PAGE, Asking, News
from gateway.change_places import mark, read, written
from gateway.change_telling import Listener
from kernel.context import Context
from kernel.refusal import Unavailable

ANN = Context(actor="ann", role="sales")
BOB = Context(actor="bob", role="sales")
MIA = Context(actor="mia", role="manager", visibility="all")
START = {"customer": 100, "pipeline": 0, "activity": 5}


class Company:
    """Logs, and who sees what: nobody else's; a manager all."""

    def __init__(self):
        self.logs = {source: {} for source in START}
        self.heads = dict(START)
        self.shown = None  # how far the lists are, unless they show all
        self.asked, self.pages, self.away = 0, 0, False

    def happened(self, event, owner, source="customer", times=1, **data):
        for _ in range(times):
            self.heads[source] += 1
            data = {"customer_id": owner, "follow_up_id": owner, **data}
            self.logs[source][self.heads[source]] = envelope(
                source, event, self.heads[source], data
            )

    def stand(self):
        if self.away:
            raise Unavailable("service-away")
        return dict(self.shown or self.heads)

    def page(self, source, after):
        self.pages += 1
        log = self.logs[source]
        found = [log[at] for at in sorted(log) if at > after][:PAGE]
        return {"events": found, "next": found[-1]["position"] if found else self.heads[source]}

    def seen(self, who, told):
        self.asked += 1
        return [verdict(one, told) for one in who]


def envelope(source, event, position, data):
    kind = f"guanxi.{source}.{event}.v1"
    return {"type": kind, "position": position, "time": "2026-01-05T04:00:00Z", "data": data}


def verdict(who, told):
    places = range(len(told))
    seen = [at for at in places if who.sees(told[at].id)]
    gone = [at for at in places if at not in seen and who.actor in told[at].people]
    return {"seen": seen, "gone": gone}


class Clock:
    def __init__(self, step=1.0):
        self.now, self.step = 0.0, step

    def __call__(self):
        self.now += self.step
        return self.now


@pytest.fixture
def company():
    return Company()


def listening(streams=50, step=1.0):
    return Listening(News(pause=0, clock=Clock()), streams, pause=0, clock=Clock(step))


def listener(company, who=ANN, place=None, kinds=KINDS, marked=None, rights=None):
    ask = Asking(company.stand, company.page, company.seen)
    return Listener(ask, rights or (lambda: who), kinds, place, marked or mark(who))


def events(stream):
    """Name, id and data of each, as a client reads them."""
    for chunk in stream:
        for block in chunk.decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            if "event" in lines:
                yield lines["event"], lines["id"], json.loads(lines["data"])


def begun(company, all_of_them=None, **how):
    """One who has heard that they are told from now on."""
    stream = events((all_of_them or listening()).begin(listener(company, **how)))
    assert next(stream)[0] == "ready"
    return stream


def positions(stream, number):
    return [data["position"] for _, _, data in islice(stream, number)]


def test_who_comes_first_is_told_from_now_on(company):
    company.happened("CustomerEdited", "ann")
    stream = events(listening().begin(listener(company)))
    assert next(stream) == (
        "ready", written({**START, "customer": 101}, ANN), {"resumed": False}
    )  # fmt: skip

    company.happened("CustomerEdited", "ann")

    name, id, data = next(stream)
    assert (name, data["id"], data["position"]) == ("customer", "ann", "customer:102")
    assert id == written({**START, "customer": 102}, ANN)


def test_each_is_told_what_they_see_of_it(company):
    all_of_them = listening()
    ann, bob, mia = (begun(company, all_of_them, who=who) for who in (ANN, BOB, MIA))
    for owner in ("ann", "bob", "zoe", "ann"):
        company.happened("CustomerEdited", owner)

    assert positions(ann, 2) == ["customer:101", "customer:104"]
    assert positions(bob, 1) == ["customer:102"]
    assert positions(mia, 4) == [f"customer:{at}" for at in range(101, 105)]


def test_one_question_is_asked_for_all_who_listen(company):
    all_of_them = listening()
    streams = [begun(company, all_of_them, who=who) for who in (ANN, BOB, MIA)]
    company.happened("CustomerEdited", "ann")
    assert [next(stream)[2]["id"] for stream in (streams[0], streams[2])] == ["ann", "ann"]

    assert (company.asked, company.pages) == (1, 1)


def test_who_had_it_is_told_that_it_is_gone(company):
    stream = begun(company)
    company.happened("CustomerAssigned", "bob", owner_before="ann")
    company.happened("CustomerEdited", "bob")
    company.happened("CustomerEdited", "ann")

    assert [data["gone"] for _, _, data in islice(stream, 2)] == [True, False]


def test_what_the_lists_do_not_show_yet_is_told_when_they_do(company):
    stream = begun(company)
    company.shown = dict(company.heads)
    company.happened("CustomerEdited", "ann", times=2)
    company.happened("FollowUpLogged", "ann", "activity")
    company.shown |= {"activity": 6}
    assert positions(stream, 1) == ["activity:6"]

    company.shown |= {"customer": 101}
    assert positions(stream, 1) == ["customer:101"]


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


def test_a_pool_with_other_members_is_news_to_who_does_not_see_all(company):
    all_of_them = listening()
    ann, mia = (begun(company, all_of_them, who=who) for who in (ANN, MIA))
    company.happened("PoolMembersSet", "ann", pool_id="east")
    company.happened("CustomerEdited", "ann")

    assert next(ann)[::2] == ("reload", {"why": "pools"})
    assert positions(ann, 1) == positions(mia, 1) == ["customer:102"]


def test_only_what_was_asked_for_is_told(company):
    stream = begun(company, kinds=("follow-up",))
    company.happened("CustomerEdited", "ann")
    company.happened("FollowUpLogged", "ann", "activity")

    assert positions(stream, 1) == ["activity:6"]


def test_who_may_listen_no_more_hears_nothing_more(company):
    now = [ANN]
    stream = begun(company, rights=lambda: now[0])
    company.happened("CustomerEdited", "ann")
    now[0] = None

    assert list(stream) == []


def test_a_service_that_is_away_for_a_moment_ends_no_stream(company):
    stream = listening(step=SILENCE / 4).begin(listener(company))
    assert b"event: ready" in next(stream)
    company.away = True
    company.happened("CustomerEdited", "ann")
    assert next(stream).startswith(b": still here\nid: ")
    company.away = False

    assert positions(events(stream), 1) == ["customer:101"]


def test_nobody_is_answered_before_it_is_known_how_far_the_lists_are(company):
    company.away, all_of_them = True, listening(streams=1)
    with pytest.raises(Unavailable):
        all_of_them.begin(listener(company))
    company.away = False

    assert begun(company, all_of_them)  # and the place is free again


def test_a_stream_ends_before_its_requests_time_is_up_and_says_when_to_come_back(company):
    chunks = list(listening(step=LATEST / 10).begin(listener(company)))

    assert chunks[0].startswith(b"retry: 2000\n\nevent: ready\n")
    assert len(chunks) < 12


def test_nobody_takes_the_place_of_everybody(company):
    all_of_them = listening(streams=EACH + 1)
    streams = [all_of_them.begin(listener(company)) for _ in range(EACH)]
    with pytest.raises(Unavailable, match="too-many-streams"):
        all_of_them.begin(listener(company))
    bob = all_of_them.begin(listener(company, who=BOB))
    with pytest.raises(Unavailable, match="too-many-streams"):
        all_of_them.begin(listener(company, who=MIA))

    bob.close()
    streams.pop().close()

    assert all_of_them.begin(listener(company))
    assert all_of_them.begin(listener(company, who=MIA))
