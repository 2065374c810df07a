"""How like two customers are: a score of 0 to 100, and the reason in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from rapidfuzz.distance import Levenshtein

from services import area_codes, pinyin
from services.customer.titles import core

LIKE = 75  # with fewer points nobody is bothered
SHORT = 4  # units: below that, names are many people's
LONG_ENOUGH = 5  # units of which one may be wrong
SAME, SOUND, PLACE, ELSEWHERE, TELEPHONE = 100, 95, 90, 70, 85


@dataclass(frozen=True)
class Title:
    """One thing that a customer is called, ready to be compared."""

    field: str
    plain: str  # its core
    units: tuple[str, ...]  # a syllable for each Chinese character, else the character
    bare: tuple[str, ...]  # without the place that it begins or ends with
    place: str

    @property
    def telling(self) -> bool:
        """王芳 is many people, 华为 as a firm or on a sign is not."""
        return self.field != "name" or len(self.units) >= SHORT


@dataclass(frozen=True)
class Likeness:
    score: int
    reason: str


NOT_LIKE = Likeness(0, "")


def title(field: str, text: str) -> Title:
    plain = core(text)
    units = tuple(pinyin.syllables(plain))
    first, last = area_codes.place_around(plain)
    bare = units[first : len(units) - last]
    return Title(field, plain, units, bare, plain[:first] + plain[len(plain) - last :])


def blocks(title: Title) -> list[int]:
    """Under what it is filed: customers that are like each other share one of these."""
    found = wholes(title)
    if found and len(title.units) >= LONG_ENOUGH:
        found += halves(title.units, len(title.units))
    return list(dict.fromkeys(found))


def wholes(title: Title) -> list[int]:
    whole = [block("=", title.units), block("=", title.bare)] if title.telling else []
    return list(dict.fromkeys(whole))


def looked_for(title: Title) -> list[int]:
    """What is filed under these may be like it; a unit may be wrong, missing or too many."""
    found = blocks(title)
    if title.telling and len(title.units) >= LONG_ENOUGH:
        for length in (len(title.units) - 1, len(title.units) + 1):
            found += halves(title.units, length)
    return list(dict.fromkeys(found))


def halves(units: Sequence[str], length: int) -> list[int]:
    """One wrong unit leaves the first or the last half of `length` units as it was."""
    half = length // 2
    return [block(f"^{length}", units[:half]), block(f"${length}", units[len(units) - half :])]


def of_phone(main: str) -> int:
    """A telephone, whatever its extension."""
    return block("t", (main,))


def block(kind: str, units: Sequence[str]) -> int:
    """A number, since a million names in an index take much more than a million numbers."""
    named = f"{kind} {' '.join(units)}"
    return int.from_bytes(blake2b(named.encode(), digest_size=8).digest(), signed=True)


def warm() -> None:
    """Read the tables now, not when the first customer waits for them."""
    title("company", "杭州西湖茶业有限公司")


def best(asked: Iterable[Title], known: Sequence[Title]) -> Likeness:
    found = (likeness(one, other) for one in asked for other in known)
    return max(found, key=lambda like: like.score, default=NOT_LIKE)


def likeness(one: Title, other: Title) -> Likeness:
    if not (one.telling and other.telling):
        return NOT_LIKE
    return max(reasons(one, other), key=lambda like: like.score)


def reasons(one: Title, other: Title) -> Iterator[Likeness]:
    if one.plain == other.plain:
        yield Likeness(SAME, "the same name but for legal form, width or spelling")
    if one.units == other.units:
        yield Likeness(SOUND, "it sounds the same")
    if one.bare == other.bare:
        both = one.place and other.place and one.place != other.place
        score = ELSEWHERE if both else PLACE
        yield Likeness(score, "the same name but for the place")
    alike = Levenshtein.normalized_similarity(one.units, other.units)
    yield Likeness(round(SOUND * alike), f"it is written alike ({alike:.0%})")
