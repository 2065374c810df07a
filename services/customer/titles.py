"""What a customer is called, without what does not tell it from others: case, width, legal form."""

import re
import unicodedata
from collections.abc import Iterator

from services.customer.events import Profile
from services.simplified import simplified

NOT_SAID = re.compile(r"[^\w&+]+|_")  # brackets, dots, blanks, dashes
FORMS = re.compile(
    r"(?:集团)?(?:股份)?(?:有限责任公司|有限公司|股份公司|总公司|公司|集团|有限合伙|普通合伙"
    r"|特殊普通合伙|个体工商户|个人独资企业)$"
)
SPOKEN_FORMS = re.compile(
    "ltd|limited|inc|incorporated|corp|corporation|co|company|llc|llp|lp|plc|gmbh|ag|kg|kgaa|ohg|ug"
    "|sa|sas|sarl|srl|spa|bv|nv|oy|oyj|ab|as|aps|kk|pte|pty|bhd|sdn"
)
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")  # s.a., l.l.c.


def core(title: str) -> str:
    """Equal for spellings of one name: 西湖茶業（集團）有限公司 and 西湖茶业 are. Never empty.

    Words of a western name run together, as they do in an address or on a sign.
    """
    folded = fold(title)
    words = NOT_SAID.sub(" ", DOTTED.sub(lambda found: found[0].replace(".", ""), folded)).split()
    while len(words) > 1 and SPOKEN_FORMS.fullmatch(words[-1]):
        words.pop()
    joined = "".join(words)
    return without_form(joined) or joined or folded


def fold(text: str) -> str:
    """Width, case and traditional characters do not matter."""
    return simplified(unicodedata.normalize("NFKC", text).casefold()).strip()


def without_form(joined: str) -> str:
    shorter = FORMS.sub("", joined)
    while shorter != joined:
        joined, shorter = shorter, FORMS.sub("", shorter)
    return joined


def titles(profile: Profile) -> Iterator[tuple[str, str]]:
    """Field and text of all that it is called; each spelling once."""
    seen = set()
    for field in ("company", "name", "short_name", "sign"):
        text = getattr(profile, field)
        if text and (plain := core(text)) not in seen:
            seen.add(plain)
            yield field, text
