"""Which events somebody may ask to be told of: `customer.*`, `pipeline.OpportunityWon`."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache

from gateway.catalogue import published
from gateway.subscribed import EVENTS, EVERY, NONE, SOURCES, told
from kernel.refusal import Invalid

GUESSED = 10  # names of which we say what was probably meant: each guess takes some milliseconds
ALL = "Please name events; where none is named, all of them are told."
LIKE = 0.75  # as difflib says: what is less alike helps nobody


def check_events(events: Sequence[str]) -> None:
    """Raises Invalid unless it names some, and none that there are not."""
    if not events:
        raise Invalid(errors=[told("events", NONE)])
    check_known(events)


def check_known(events: Iterable[str]) -> None:
    if wrong := faults(events):
        raise Invalid(errors=[told("events", message) for message in wrong])


def check_types(source: str, names: Sequence[str]) -> None:
    """For a feed that is asked for some events alone: of a name misspelt nothing would ever come,
    and `next` would move on all the same."""
    wrong = faults(f"{source}.{name}" for name in names if name != EVERY)
    if EVERY in names:
        wrong.append(ALL)
    if wrong:
        raise Invalid(errors=[told("types", message) for message in wrong])


def faults(events: Iterable[str]) -> list[str]:
    """What is wrong with those that there are not, and what was probably meant."""
    wrong = [one for one in events if one not in known()]
    meant = [near(one) for one in wrong[:GUESSED]] + [""] * len(wrong[GUESSED:])
    return [fault(one, other) for one, other in zip(wrong, meant, strict=True)]


def fault(one: str, meant: str) -> str:
    if not EVENTS.fullmatch(one):
        wrong, else_ = f"{one!r} is no such thing as customer.* or pipeline.OpportunityWon.", ""
    else:
        wrong, else_ = f"There is no event {one}.", " /docs/events says which there are."
    return wrong + (f" Did you mean {meant}?" if meant else else_)


def near(one: str) -> str:
    """All of a source where a pattern is meant; else the same name elsewhere, or one like it."""
    source, _, name = one.partition(".")
    if EVERY in one or one in SOURCES:
        found = get_close_matches(source, SOURCES, 1, LIKE)
        return f"{found[0]}.{EVERY}" if found else ""
    name = name or source  # only that was said
    same = [each for each in known() if each.endswith(f".{name}")]
    ours = {each.partition(".")[2]: each for each in known() if each.startswith(f"{source}.")}
    alike = [ours[each] for each in get_close_matches(name, ours, 1, LIKE)]
    return next(iter([*same, *alike]), "")


@cache
def known() -> dict[str, None]:
    """All that may be asked for, in the catalogue's order."""
    names = {one.key: None for one in published()}
    return {f"{name.partition('.')[0]}.{EVERY}": None for name in names} | names
