"""Whoever waits for news hears of them at once, and goes on without them after a while."""

from threading import Event, Thread
from time import monotonic

from kernel.news import News


def test_everybody_who_waits_is_woken():
    news, woken = News(), [Event(), Event()]

    def wait(heard):
        news.wait(30)
        heard.set()

    for heard in woken:
        Thread(target=wait, args=(heard,), daemon=True).start()
    while not all(heard.wait(0.01) for heard in woken):
        news.tell()  # they may not have begun to wait yet


def test_who_waits_for_a_row_is_woken_by_it_and_by_no_other():
    news, woken = News(), Event()
    news.here = True

    def wait():
        while not woken.is_set():
            news.wait_for("c1", 30)
            woken.set()

    Thread(target=wait, daemon=True).start()
    while not news._waiting:
        news.tell({"c2"})
    news.tell({"c2"})
    assert not woken.wait(0.05)
    news.tell({"c1"})
    assert woken.wait(30)
    while news._waiting:  # nothing of it is kept
        pass


def test_what_is_told_between_asking_and_waiting_is_not_missed_and_told_once():
    news = News()
    news.here = True
    news.tell({"c1"})

    news.wait_for("c1", 3_000)
    began = monotonic()
    news.wait_for("c1", 0)

    assert monotonic() - began >= 0.1


def test_where_another_replica_changes_the_rows_it_is_asked_again_soon():
    News(longer=3_000).wait_for("c1", 0.01)


def test_without_news_the_wait_ends_all_the_same():
    News().wait(0.01)


def test_who_wants_to_be_sure_waits_until_the_logs_have_been_read_since():
    news = News()
    news.here = True
    verdicts = []
    asking = Thread(target=lambda: verdicts.append(news.sure(30)), daemon=True)
    asking.start()
    while not news.wanted:
        pass
    news.read(0)  # a reading that began before
    news.tell()
    assert verdicts == []
    news.read(news.wanted)
    asking.join(30)
    assert verdicts == [True]
    assert not news.wanted


def test_nobody_is_sure_when_the_logs_cannot_be_read_or_another_replica_reads_them():
    news = News()
    assert news.sure(30) is None
    news.here = True
    assert news.sure(0.01) is False
