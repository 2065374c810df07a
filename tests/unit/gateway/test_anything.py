"""Whatever is sent to whatever route: it is understood or refused, and never breaks us."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.problems import problem
from gateway.service import ROUTES
from kernel.refusal import Refusal
from tests.unit.gateway.requests import ask

COMMANDS = [name for name, route in ROUTES.items() if route.body]
NAMES = sorted({field for name in COMMANDS for field in ROUTES[name].body.fields})
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text()
    | st.sampled_from(["2026-01-05T12:00:00Z", "CNY", "12.50", "won", "0000-00-00", "\0", " "])
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*NAMES, "amount", "currency"]) | st.text(), inner)
    ),
    max_leaves=20,
)
OBJECTS = st.dictionaries(st.sampled_from(NAMES) | st.text(), JSON, max_size=6)
often = settings(
    max_examples=10, database=None, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def understood_or_refused(asking):
    """What was understood, or the status of the refusal; anything else fails the test."""
    try:
        return asking()
    except Refusal as refusal:
        made = problem(refusal, "r1")
    assert 400 <= made.status < 500
    assert json.dumps(made.document)
    return made.status


@pytest.mark.parametrize("name", COMMANDS)
@often
@given(body=OBJECTS)
def test_any_object_is_understood_or_refused(name, body):
    understood_or_refused(lambda: ask(ROUTES[name], json.dumps(body).encode()).body)


@often
@given(body=st.binary() | st.text().map(str.encode) | JSON.map(lambda v: json.dumps(v).encode()))
def test_any_bytes_are_understood_or_refused(body):
    understood_or_refused(lambda: ask(ROUTES["register_customer"], body).body)


@pytest.mark.parametrize("name", [name for name in ROUTES if name not in COMMANDS])
@often
@given(pairs=st.lists(st.tuples(st.sampled_from(["after", "limit", "q", "to"]) | st.text(),
                                st.text()), max_size=4))  # fmt: skip
def test_any_query_is_understood_or_refused(name, pairs):
    understood_or_refused(lambda: ask(ROUTES[name], query_string=dict(pairs)).query)


@often
@given(body=OBJECTS)
def test_what_is_understood_is_understood_the_same_again(body):
    """So a client may send what it got back, and a fingerprint means something."""
    raw = json.dumps(body).encode()
    understood = understood_or_refused(lambda: ask(ROUTES["register_customer"], raw).body)
    again = understood_or_refused(lambda: ask(ROUTES["register_customer"], understood).body)

    assert again == understood or understood == 400
