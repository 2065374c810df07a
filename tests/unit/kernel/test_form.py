"""Reading what came from outside: every error at once, each with its field."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.form import Form, identifier
from kernel.refusal import Invalid, NotFound

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)


def errors(read):
    with pytest.raises(Invalid) as caught, Form() as form:
        read(form)
    return caught.value.fields["errors"]


def test_all_errors_are_told_at_once():
    def read(form):
        form.text("name", "", 10)
        form.choice("stage", "x", ["a", "b"])

    assert [error["field"] for error in errors(read)] == ["name", "stage"]
    assert errors(read)[1]["message"] == "must be one of a, b"


def test_another_exception_is_not_hidden_by_what_was_noted_before():
    def fail():
        with Form() as form:
            form.text("name", "", 10)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()


@pytest.mark.parametrize(
    "value", [None, 7, b"x", "", " ", "x" * 6, "a\0", "a\nb", "a\x85b", "\ud800"]
)
def test_what_is_no_line_of_text(value):
    assert errors(lambda form: form.text("name", value, 5))


def test_texts_of_several_lines_are_taken_where_they_are_expected():
    with Form() as form:
        assert form.text("note", " a\nb\tc ", 5, lines=True) == "a\nb\tc"
        assert form.maybe_text("note", None, 5) is None
        assert form.maybe_text("note", " \n", 5) is None
    assert errors(lambda form: form.text("note", "a\0", 5, lines=True))


@pytest.mark.parametrize("value", ["ann", "李娜", "a b", "ann@example.com", "Zoë"])
def test_people_are_called_by_what_can_be_seen(value):
    with Form() as form:
        assert form.person("to", value) == value
        assert form.maybe_person("owner", value) == value
        assert form.maybe_person("owner", None) is form.maybe_person("owner", "") is None


@pytest.mark.parametrize(
    "value",
    [None, 7, ["ann"], "", " ", " ann", "ann ", "bob\u200b", "\u200b", "\u2060", "a\u202eb",
     "\ufeffann", "a\tb", "a\u00a0b", "a\u3000", "\ud800", "a\u034fb", "\u3164", "x" * 201],
)  # fmt: skip
def test_what_nobody_can_be_called(value):
    assert errors(lambda form: form.person("to", value))[0]["field"] == "to"
    if value not in (None, ""):
        assert errors(lambda form: form.maybe_person("to", value))[0]["field"] == "to"


@pytest.mark.parametrize("value", ["西湖茶行", "3M", "♨", "?", "a\u200db"])
def test_a_title_has_something_to_see(value):
    with Form() as form:
        assert form.title("name", f" {value} ", 9) == value


@pytest.mark.parametrize(
    "value",
    [None, "", "\u200b", "\u2060\u200d", "\u3164", "\u115f", "a\u202eb", "a\u2066b", "\u200fa"],
)
def test_what_cannot_be_seen_or_turns_the_text_around_is_no_title(value):
    assert errors(lambda form: form.title("name", value, 9))[0]["field"] == "name"


@pytest.mark.parametrize("value", ["abc", {"a": 1}, 7, ["a", "b", "c"]])
def test_what_is_no_list_of_at_most_two_texts(value):
    assert errors(lambda form: form.texts("tags", value, 2, 5))[0]["field"] == "tags"


def test_an_element_of_a_list_is_named_by_its_place():
    assert errors(lambda form: form.texts("tags", ["a", 7], 2, 5))[0]["field"] == "tags.1"
    with Form() as form:
        assert form.texts("tags", ("a", "b"), 2, 5) == ["a", "b"]
        assert form.texts("tags", None, 2, 5) == []


@pytest.mark.parametrize("value", ["b", None, 7, ["a"]])
def test_what_is_no_choice(value):
    assert errors(lambda form: form.choice("letter", value, {"a"}))


def test_flags_are_true_or_false_and_nothing_that_looks_like_it():
    with Form() as form:
        assert form.flag("keep", True)
        assert not form.flag("keep", False)
        assert not form.flag("keep", None)
    for value in ("true", 1, 0, []):
        assert errors(lambda form, value=value: form.flag("keep", value))


@pytest.mark.parametrize(
    "written", ["2026-01-05T12:00:00+08:00", "2026-01-05T04:00:00Z", "2026-01-05T04:00:00.000000Z"]
)
def test_times_are_read_in_utc(written):
    with Form() as form:
        assert form.maybe_time("at", written) == NOON


@pytest.mark.parametrize(
    "written",
    ["2026-01-05", "2026-01-05T04:00:00", "20260105", "soon", "", 7, [], "2026-02-30T00:00:00Z",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"],
)  # fmt: skip
def test_what_is_no_time_with_a_zone(written):
    assert errors(lambda form: form.maybe_time("at", written))


def test_the_future_is_refused_where_something_must_have_happened():
    with Form() as form:
        assert form.maybe_past("at", None, NOON) is None
        assert form.maybe_past("at", NOON.isoformat(), NOON) == NOON
        nearly = NOON + timedelta(seconds=30)
        assert form.maybe_past("at", nearly.isoformat(), NOON) == nearly
    assert errors(lambda form: form.maybe_past("at", (NOON + timedelta(hours=1)).isoformat(), NOON))


def test_a_time_before_there_were_such_systems_is_a_mistake():
    with Form() as form:
        assert form.maybe_past("at", "1970-01-01T00:00:00Z", NOON)
    for written in ("1969-12-31T23:59:59Z", "1970-01-01T00:00:00+08:00", "0202-01-05T00:00:00Z"):
        assert errors(lambda form, written=written: form.maybe_past("at", written, NOON))


def test_days():
    with Form() as form:
        assert form.maybe_day("close", "2026-01-31") == date(2026, 1, 31)
        assert form.maybe_day("close", None) is None
    for value in ("2026-02-30", "31.1.2026", "2026-01-31T00:00:00Z", 20260131):
        assert errors(lambda form, value=value: form.maybe_day("close", value))


def test_versions_are_whole_numbers():
    with Form() as form:
        assert form.maybe_version("expected", 3) == 3
        assert form.maybe_version("expected", None) is None
    for value in ("3", 3.0, -1, True):
        assert errors(lambda form, value=value: form.maybe_version("expected", value))


def test_what_no_id_looks_like_is_not_found():
    assert identifier("customer", "0192-ab") == "0192-ab"
    for value in ("", "a/b", "a@1", "-a", "x" * 65, "客户", "a\n", 7, None):
        with pytest.raises(NotFound):
            identifier("customer", value)
