"""Which passwords may be chosen (NIST 800-63B): long, not known to everybody; no other rules."""

import re
import unicodedata

from gateway.common_words import WORDS
from kernel.refusal import Invalid

SHORTEST = 12
LONGEST = 256
OWN = 4  # characters from which on a name is looked for in its bearer's password
ROWS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
DISGUISE = str.maketrans("01345678@$!", "oieasgtbasi")
ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def normal(password: str) -> str:
    """The same keys on another keyboard, or another machine, are the same password."""
    return unicodedata.normalize("NFKC", password)


def require_good(password: str, *known: str, field: str = "new_password") -> None:
    """Invalid says what to do. `known` is what anybody knows of its bearer, such as the login."""
    if fault := fault_of(normal(password), known):
        raise Invalid(errors=[{"field": field, "message": fault}])


def fault_of(password: str, known: tuple[str, ...]) -> str | None:
    if len(password) < SHORTEST:
        return f"Please choose at least {SHORTEST} characters; a sentence is easy to remember."
    if len(password) > LONGEST:
        return f"Please choose at most {LONGEST} characters."
    if is_common(password.casefold(), known):
        return "Many people choose this one, and so it is tried first. Please choose another."
    return None


def is_common(password: str, known: tuple[str, ...]) -> bool:
    """A word that everybody knows, however often said, disguised, spaced, or numbered."""
    password = "".join(password.split())
    words = WORDS | {name.casefold() for name in known}
    core = ENDS.sub("", password)
    cores = {once(text) for text in (core, core.translate(DISGUISE)) if text}
    if any(one in words or in_a_row(one) for one in cores):
        return True
    same = in_a_row(once(password)) or len(set(password)) <= 2
    return same or any(guessed(password, name.casefold()) for name in known)


def once(text: str) -> str:
    """What is repeated, said once: abcabcabc is abc."""
    for length in range(1, len(text) // 2 + 1):
        if text == (text[:length] * (len(text) // length + 1))[: len(text)]:
            return text[:length]
    return text


def in_a_row(text: str) -> bool:
    """As the keys lie, or as one counts; in either direction."""
    return any(text in row or text[::-1] in row for row in ROWS)


def guessed(password: str, name: str) -> bool:
    """The name and little else."""
    return len(name) >= OWN and name in password and len(password) - len(name) < SHORTEST - OWN
