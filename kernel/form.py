"""Reading what came from outside: values of the right type and size, or every error at once."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, TypeVar

from kernel import visible
from kernel.refusal import Invalid, NotFound

T = TypeVar("T")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
UNSEEN_IN_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CLOCKS_DIFFER = timedelta(minutes=1)
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # what is told of an earlier time is a slip of the pen
LONGEST_PERSON = 200
ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,63}")


class Form:
    """Collects what is wrong, field by field, and raises Invalid with all of it at the end.

    with Form() as form:
        name = form.text("name", name, most=200)

    What a method returns for a wrong value is of no use, and never seen outside of the `with`.
    """

    def __init__(self) -> None:
        self.errors: list[dict[str, str]] = []

    def __enter__(self) -> "Form":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.errors and kind is None:
            raise Invalid("invalid", "the input has errors", errors=self.errors)

    def wrong(self, field: str, message: str) -> None:
        self.errors.append({"field": field, "message": message})

    def read(self, field: str, value: Any, parse: Callable[[Any], T], fallback: T) -> T:
        """`parse(value)`, which raises ValueError with a message for the person who typed it."""
        try:
            return parse(value)
        except ValueError as error:
            self.wrong(field, str(error))
            return fallback

    def text(self, field: str, value: Any, most: int, lines: bool = False) -> str:
        try:
            return text(value, most, lines)
        except ValueError as error:
            self.wrong(field, str(error))
            return ""

    def maybe_text(self, field: str, value: Any, most: int, lines: bool = False) -> str | None:
        """None for what is not given or blank."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return self.text(field, value, most, lines)

    def title(self, field: str, value: Any, most: int) -> str:
        return self.read(field, value, lambda value: title(value, most), "")

    def person(self, field: str, value: Any) -> str:
        return self.read(field, value, person, "")

    def maybe_person(self, field: str, value: Any) -> str | None:
        return None if value in (None, "") else self.person(field, value)

    def texts(self, field: str, values: Any, most: int, longest: int) -> list[str]:
        """At most `most` texts; the field of an error is `phones.0`."""
        if values is None:
            return []
        if not isinstance(values, Sequence) or isinstance(values, str) or len(values) > most:
            self.wrong(field, f"must be a list of at most {most} texts")
            return []
        return [self.text(f"{field}.{place}", value, longest) for place, value in enumerate(values)]

    def choice(self, field: str, value: Any, choices: Collection[str]) -> str:
        if isinstance(value, str) and value in choices:
            return value
        self.wrong(field, "must be one of " + ", ".join(choices))
        return ""

    def flag(self, field: str, value: Any) -> bool:
        if not isinstance(value, bool | None):
            self.wrong(field, "must be true or false")
        return value is True

    def maybe_time(self, field: str, value: Any) -> datetime | None:
        return None if value is None else self.read(field, value, time, None)

    def maybe_past(self, field: str, value: Any, now: datetime) -> datetime | None:
        """A time that is over, by our clock or by one that goes a little faster."""
        at = self.maybe_time(field, value)
        if at and at > now + CLOCKS_DIFFER:
            self.wrong(field, "must not lie in the future")
        if at and at < EARLIEST:
            self.wrong(field, f"must not lie before {EARLIEST.year}")
        return at

    def maybe_day(self, field: str, value: Any) -> date | None:
        return None if value is None else self.read(field, value, day, None)

    def maybe_version(self, field: str, value: Any) -> int | None:
        if value is None or (isinstance(value, int) and value is not True and value >= 0):
            return value
        self.wrong(field, "must be a version: a whole number")
        return None


def identifier(what: str, value: Any) -> str:
    """The id of something that may exist; NotFound for what no id can look like."""
    if isinstance(value, str) and ID.fullmatch(value):
        return value
    raise NotFound(what=what)


def text(value: Any, most: int, lines: bool = False) -> str:
    """A text without blanks around it; with `lines` it may have several."""
    shown = value.strip() if isinstance(value, str) else ""
    if not 0 < len(shown) <= most:
        raise ValueError(f"must be a text of 1 to {most} characters")
    if not shown.isprintable():  # hardly ever, and what can be printed is neither of these
        require_sound(shown, most, UNSEEN_IN_LINES if lines else UNSEEN)
    return shown


def require_sound(shown: str, most: int, unseen: re.Pattern[str]) -> None:
    wanted = f"must be a text of 1 to {most} characters"
    if unseen.search(shown):
        raise ValueError(f"{wanted}, without control characters")
    try:
        shown.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{wanted} in valid Unicode") from None


def title(value: Any, most: int) -> str:
    """What something is called, and found by."""
    shown = text(value, most)
    if visible.turns(shown) or not visible.some_seen(shown):
        raise ValueError("must have a character that is seen, and none that turns the text around")
    return shown


def person(value: Any) -> str:
    """The name that somebody signs in with, to the letter: by another one nobody is reached."""
    if text(value, LONGEST_PERSON) != value or not visible.all_seen(value):
        raise ValueError("must be a name without blanks around it or unseen characters")
    return str(value)


def time(value: Any) -> datetime:
    """RFC 3339; a time without zone could mean any of two dozen moments."""
    try:
        at = datetime.fromisoformat(value)
        in_utc = at.astimezone(UTC)  # fails at the ends of the calendar
    except (TypeError, ValueError, OverflowError):
        in_utc = None
    if in_utc is None or at.tzinfo is None or len(value) < len("2026-01-31T09:00Z"):
        raise ValueError("must be a time with zone, as 2026-01-31T09:00:00+08:00")
    return in_utc


def day(value: Any) -> date:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except (TypeError, ValueError):
        raise ValueError("must be a day, as 2026-01-31") from None
