"""The time zones that people name: the same everywhere, whatever lies on a server."""

from functools import lru_cache
from zoneinfo import available_timezones

OF_THE_SERVER = frozenset({"localtime", "Factory", "posixrules"})


def is_zone(name: str) -> bool:
    return name in known()


@lru_cache(1)
def known() -> frozenset[str]:
    """`posix/…` and `right/…` are not among them: copies, and clocks that count leap seconds."""
    return frozenset(available_timezones() - OF_THE_SERVER)
