"""Rivals."""

from bench.figures import Figure
from bench.plan import Plan

COMPARED = ("log", "http")


def figures(plan: Plan, found: dict[str, list[Figure]]) -> list[Figure]:
    return []
