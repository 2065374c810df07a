"""What /metrics says, read without a library: counters and histograms of one process."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LINE = re.compile(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?")
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Sample:
    name: str
    labels: Mapping[str, str]
    value: float


def parse(text: str) -> list[Sample]:
    """Comments and what is no sample are left out."""
    found = (LINE.fullmatch(line) for line in text.splitlines() if not line.startswith("#"))
    return [Sample(m[1], dict(LABEL.findall(m[2] or "")), float(m[3])) for m in found if m]


def total(samples: Iterable[Sample], name: str, **labels: str) -> float:
    """The sum over all other labels."""
    return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())


def mean(samples: Iterable[Sample], name: str, **labels: str) -> float | None:
    """Of a histogram's observations; None when there are none."""
    samples = list(samples)
    count = total(samples, f"{name}_count", **labels)
    return total(samples, f"{name}_sum", **labels) / count if count else None


def quantile(samples: Iterable[Sample], name: str, part: float) -> float | None:
    """From a histogram's buckets: the upper bound of the one that holds it; None for nothing.

    What lies beyond the last bound is answered by that bound: at least so much.
    """
    buckets: dict[float, float] = {}
    for sample in samples:
        if sample.name == f"{name}_bucket":
            bound = float(sample.labels["le"])
            buckets[bound] = buckets.get(bound, 0.0) + sample.value
    if not buckets or not (count := buckets.get(float("inf"), 0.0)):
        return None
    bounds = sorted(buckets)
    found = next(bound for bound in bounds if buckets[bound] >= part * count)
    return found if found != float("inf") else bounds[-2] if len(bounds) > 1 else None
