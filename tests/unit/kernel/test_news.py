"""Whoever waits for news hears of them at once, and goes on without them after a while."""

from threading import Event, Thread

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
