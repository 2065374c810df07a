"""What of a text can be seen: two names that look the same should be the same."""

import unicodedata

BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters without ink
TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def all_seen(text: str) -> bool:
    return text.isprintable() and BLANKS.isdisjoint(text)


def some_seen(text: str) -> bool:
    """A letter, number, sign or symbol at least."""
    return any(unicodedata.category(char)[0] in "LNPS" for char in text if char not in BLANKS)


def turns(text: str) -> bool:
    """Controls of direction make a text look like another one."""
    return not TURNS.isdisjoint(text)
