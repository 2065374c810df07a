"""What a process counts is read from its own words, and summed up rightly."""

import math

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from cli.exposition import mean, parse, quantile, total


def exposed() -> str:
    registry = CollectorRegistry()
    conflicts = Counter("conflicts", "…", ["source", "why"], registry=registry)
    conflicts.labels("customer", 'a "quoted", one').inc(3)
    conflicts.labels("customer", "b").inc(4)
    conflicts.labels("pipeline", "b").inc(100)
    sizes = Histogram("sizes", "…", ["source"], buckets=(1, 2, 4), registry=registry)
    for size in (1, 1, 2, 4):
        sizes.labels("customer").observe(size)
    sizes.labels("pipeline").observe(9)
    return generate_latest(registry).decode()


def test_a_sum_is_over_the_labels_that_were_not_named() -> None:
    samples = parse(exposed())
    assert total(samples, "conflicts_total", source="customer") == 7
    assert total(samples, "conflicts_total", why='a \\"quoted\\", one') == 3
    assert total(samples, "conflicts_total") == 107
    assert total(samples, "nothing") == 0


def test_a_mean_is_of_what_was_observed() -> None:
    samples = parse(exposed())
    assert mean(samples, "sizes", source="customer") == 2
    assert mean(samples, "sizes") == 17 / 5
    assert mean(samples, "sizes", source="nobody") is None


@pytest.mark.parametrize(("part", "bound"), [(0.2, 1), (0.4, 1), (0.6, 2), (0.8, 4)])
def test_a_quantile_is_the_bound_of_its_bucket(part: float, bound: float) -> None:
    assert quantile(parse(exposed()), "sizes", part) == bound


def test_what_lies_beyond_the_last_bound_is_at_least_that() -> None:
    assert quantile(parse(exposed()), "sizes", 1.0) == 4


def test_nothing_observed_has_no_quantile() -> None:
    assert quantile([], "sizes", 0.99) is None
    empty = 'sizes_bucket{le="1.0"} 0.0\nsizes_bucket{le="+Inf"} 0.0\n'
    assert quantile(parse(empty), "sizes", 0.99) is None


def test_what_is_no_sample_is_left_out() -> None:
    assert parse("# HELP x y\n\n<html>\nup 1.0\n")[0].value == 1
    assert math.isinf(parse("x +Inf")[0].value)
    assert len(parse("# HELP x y\n\n<html>\nup 1.0\n")) == 1
