"""What `./crm verify` has found: said one by one, but not thousands of one kind, then counted."""

from collections import Counter
from collections.abc import Collection

from cli.say import GREEN, RED, YELLOW, paint, say

SHOWN = 20  # findings of one kind that are printed


class Told:
    """About one log or group. `harmless` kinds are said and counted, and nothing is wrong."""

    def __init__(self, about: str, harmless: Collection[str] = ()) -> None:
        self.about = about
        self.harmless = harmless
        self.kinds: Counter[str] = Counter()

    @property
    def wrong(self) -> int:
        return sum(number for kind, number in self.kinds.items() if kind not in self.harmless)

    def tell(self, kind: str, text: str) -> None:
        self.kinds[kind] += 1
        if self.kinds[kind] <= SHOWN:
            say(f"  {self.about}: {text}")

    def summary(self) -> str:
        if not self.kinds:
            return paint("sound", GREEN)
        counts = ", ".join(f"{number:,} {kind}" for kind, number in sorted(self.kinds.items()))
        if self.wrong:
            return paint(f"wrong: {counts}", RED)
        return f"{paint('sound', GREEN)}; {paint(counts, YELLOW)}"
