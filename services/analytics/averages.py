"""Mean, median and percentage of counted values, exact until they are rounded for the reader."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")
HUNDREDTH = Decimal("0.01")


def mean(counts: Mapping[int, int]) -> float | None:
    """To one decimal; None of nothing."""
    number = sum(counts.values())
    return rounded(sum(v * n for v, n in counts.items()), number, TENTH) if number else None


def median(counts: Mapping[int, int]) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    number = sum(counts.values())
    if not number:
        return None
    low, high = nth(counts, (number - 1) // 2), nth(counts, number // 2)
    return (low + high) / 2


def percentile(counts: Mapping[int, int], part: int) -> int | None:
    """The least value that at least `part` of 100 do not exceed (nearest rank)."""
    number = sum(counts.values())
    return nth(counts, max(0, -(-part * number // 100) - 1)) if number else None


def nth(counts: Mapping[int, int], rank: int) -> int:
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed > rank:
            return value
    raise IndexError(rank)


def percent(part: int, whole: int) -> float | None:
    """To two decimals; None of nothing."""
    return rounded(100 * part, whole, HUNDREDTH) if whole else None


def rounded(dividend: int, divisor: int, step: Decimal) -> float:
    return float((Decimal(dividend) / divisor).quantize(step, ROUND_HALF_UP))
