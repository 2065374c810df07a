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
