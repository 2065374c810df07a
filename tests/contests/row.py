"""What came of a contest: a row of the table, and the table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

OURS = "**Guanxi**"


@dataclass(frozen=True)
class Row:
    contest: str
    who: str  # OURS, or whose published algorithm it is
    asked: int  # requests, or attempts of a rival
    answers: Mapping[str, int]
    damage: Mapping[str, int] = field(default_factory=dict)  # all of them 0 when it is sound
    seconds: float = 0.0

    @property
    def wrong(self) -> dict[str, int]:
        return {what: count for what, count in self.damage.items() if count}


def markdown(rows: Iterable[Row]) -> str:
    lines = [
        "| contest | whose algorithm | asked | answers | damage | time |",
        "| --- | --- | ---: | --- | --- | ---: |",
    ]
    for row in rows:
        answers = " · ".join(f"{what}: {count:,}" for what, count in row.answers.items())
        damage = " · ".join(f"{what}: **{count:,}**" for what, count in row.wrong.items())
        looked = f"none in {len(row.damage)} checks"
        cells = (row.contest, row.who, f"{row.asked:,}", answers, damage or looked)
        lines.append(f"| {' | '.join(cells)} | {row.seconds:.1f} s |")
    return "\n".join(lines)


def counted(kinds: Iterable[str]) -> dict[str, int]:
    """Most frequent first."""
    return dict(Counter(kinds).most_common())
