"""Which named values fit a method."""

from typing import Any

import pytest

from kernel.arguments import Arguments
from kernel.refusal import Invalid


class Service:
    def claim(self, customer_id: str, expected: int | None = None, *, by: str = "") -> None: ...

    def register(self, name: str, **described: Any) -> None: ...


CLAIM = Arguments(Service.claim)


@pytest.mark.parametrize("args", [{"customer_id": 1}, {"customer_id": 1, "expected": 2, "by": 3}])
def test_what_fits_passes(args: dict[str, Any]) -> None:
    CLAIM.check(args)


def test_everything_that_does_not_fit_is_named_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        CLAIM.check({"customer": 1, "self": 2})
    assert caught.value.fields["errors"] == [
        {"field": "customer_id", "message": "missing"},
        {"field": "customer", "message": "unknown"},
        {"field": "self", "message": "unknown"},
    ]


REGISTER = Arguments(Service.register)


def test_a_method_that_takes_any_names_judges_them_itself() -> None:
    REGISTER.check({"name": "Li", "level": "A"})


@pytest.mark.parametrize("args", [{"level": "A"}, {"name": "Li", "self": 1}])
def test_even_then_what_is_needed_must_be_there_and_nobody_passes_for_the_service(
    args: dict[str, Any],
) -> None:
    with pytest.raises(Invalid):
        REGISTER.check(args)
