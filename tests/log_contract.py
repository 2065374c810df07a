"""What every log promises, stated once: the log in memory and the log in MongoDB both pass it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest

from kernel.log import Conflict, Draft, Duplicate, Entry, Excerpt, Log

AT = datetime(2026, 1, 5, 4, tzinfo=UTC)


def entry(stream: str, version: int, type_: str = "Noted") -> Entry:
    return Entry(stream, version, type_, 1, {"text": "你好", "n": version})


def draft(command_id: str, *entries: Entry) -> Draft:
    return Draft(entries, AT, {"command_id": command_id, "answer": {"id": "x", "version": 1}})


def together(actions: Sequence) -> list:
    """What each action returned or raised, all begun at the same moment."""
    barrier, results = Barrier(len(actions)), [None] * len(actions)

    def run(index, action):
        barrier.wait()
        try:
            results[index] = action()
        except Exception as error:
            results[index] = error

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


class LogContract:
    """Subclass it with a fixture `log` that gives an empty log."""

    def test_an_empty_log_has_no_head_and_no_commits(self, log: Log):
        assert (log.head(), log.after(0, 10), log.stream("a/1")) == (0, [], [])

    def test_positions_count_events_from_one_without_a_hole(self, log: Log):
        first = log.append(draft("1", entry("a/1", 1), entry("a/1", 2), entry("b/1", 1)))
        second = log.append(draft("2", entry("a/1", 3)))

        assert (first.position, first.last) == (1, 3)
        assert (second.position, second.last) == (4, 4)
        assert log.head() == 4

    def test_what_is_read_is_what_was_written(self, log: Log):
        written = log.append(draft("1", entry("a/1", 1), entry("b/1", 1)))

        assert log.after(0, 10) == log.stream("a/1") == log.stream("b/1") == [written]

    def test_a_version_is_given_once(self, log: Log):
        log.append(draft("1", entry("a/1", 1)))

        with pytest.raises(Conflict):
            log.append(draft("2", entry("a/1", 1)))
        assert log.head() == 1

    def test_a_commit_over_several_streams_is_written_whole_or_not_at_all(self, log: Log):
        log.append(draft("1", entry("a/1", 1)))

        with pytest.raises(Conflict):
            log.append(draft("2", entry("b/1", 1), entry("a/1", 1)))
        assert log.stream("b/1") == []

    def test_the_same_command_is_written_once_and_names_its_commit(self, log: Log):
        first = log.append(draft("1", entry("a/1", 1)))

        with pytest.raises(Duplicate) as caught:
            log.append(draft("1", entry("a/1", 2)))
        assert caught.value.commit == first

    def test_a_duplicate_command_is_named_before_a_taken_version(self, log: Log):
        log.append(draft("1", entry("a/1", 1)))

        with pytest.raises(Duplicate):
            log.append(draft("1", entry("a/1", 1)))

    def test_a_command_is_found_by_its_id(self, log: Log):
        commit = log.append(draft("1", entry("a/1", 1)))

        assert log.find("1") == commit
        assert log.find("2") is None

    def test_a_stream_is_read_after_a_position(self, log: Log):
        first = log.append(draft("1", entry("a/1", 1)))
        log.append(draft("2", entry("b/1", 1)))
        third = log.append(draft("3", entry("a/1", 2)))

        assert log.stream("a/1", first.position) == [third]

    def test_of_a_stream_as_many_commits_are_read_as_are_asked_for(self, log: Log):
        first = log.append(draft("1", entry("a/1", 1)))
        second = log.append(draft("2", entry("a/1", 2)))

        assert log.stream("a/1", limit=1) == [first]
        assert log.stream("a/1", first.position, limit=1) == [second]

    def test_an_excerpt_has_what_stands_on_the_streams_asked_for_and_no_more(self, log: Log):
        log.append(draft("1", entry("a/1", 1), entry("b/1", 1), entry("c/1", 1), entry("a/1", 2)))
        log.append(draft("2", entry("d/1", 1)))
        log.append(draft("3", entry("b/1", 2), entry("d/1", 2)))

        assert log.excerpts({"a/1": 0, "b/1": 0, "e/1": 0}) == [
            Excerpt(1, 4, (entry("a/1", 1), entry("b/1", 1), entry("a/1", 2)), "1"),
            Excerpt(6, 7, (entry("b/1", 2),), "3"),
        ]

    def test_each_stream_is_excerpted_after_its_own_position(self, log: Log):
        first = log.append(draft("1", entry("a/1", 1)))
        log.append(draft("2", entry("a/1", 2), entry("b/1", 1)))

        found = log.excerpts({"a/1": first.position})

        assert [excerpt.entries for excerpt in found] == [(entry("a/1", 2),)]
        assert log.excerpts({}) == []

    @pytest.mark.parametrize(
        ("after", "starts"), [(0, 1), (1, 1), (2, 1), (3, 4), (4, 5), (5, None), (9, None)]
    )
    def test_reading_starts_at_the_commit_that_contains_the_next_position(self, log, after, starts):
        log.append(draft("1", entry("a/1", 1), entry("a/1", 2), entry("a/1", 3)))
        log.append(draft("2", entry("a/1", 4)))
        log.append(draft("3", entry("a/1", 5)))

        found = log.after(after, 10)

        assert [c.position for c in found] == [p for p in (1, 4, 5) if starts and p >= starts]

    def test_reading_stops_at_the_limit(self, log: Log):
        for number in range(1, 6):
            log.append(draft(str(number), entry("a/1", number)))

        assert [commit.position for commit in log.after(1, 2)] == [2, 3]

    def test_of_many_who_want_one_version_exactly_one_gets_it(self, log: Log):
        results = together(
            [lambda n=n: log.append(draft(f"c{n}", entry("a/1", 1))) for n in range(20)]
        )

        assert sum(isinstance(result, Conflict) for result in results) == 19
        assert len(log.stream("a/1")) == 1

    def test_of_many_who_send_one_command_exactly_one_writes_and_all_learn_where(self, log: Log):
        results = together(
            [lambda n=n: log.append(draft("same", entry(f"a/{n}", 1))) for n in range(20)]
        )

        positions = {r.commit.position if isinstance(r, Duplicate) else r.position for r in results}
        assert len(positions) == 1
        assert log.head() == 1

    def test_writers_of_different_streams_all_get_in_without_a_hole(self, log: Log):
        together(
            [
                lambda n=n: log.append(draft(f"c{n}", entry(f"a/{n}", 1), entry(f"b/{n}", 1)))
                for n in range(40)
            ]
        )

        commits = log.after(0, 100)
        assert [commit.position for commit in commits] == list(range(1, 81, 2))

    def test_those_who_queue_for_a_stream_follow_each_other(self, log: Log):
        def write():
            with log.queue(["a/1", "b/1"]):
                version = len(log.stream("a/1")) + 1
                return log.append(draft(f"v{version}", entry("a/1", version)))

        results = together([write] * 8)

        assert not [result for result in results if isinstance(result, Exception)]
        assert len(log.stream("a/1")) == 8
