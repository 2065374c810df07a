"""Whose customer it is, for a service that keeps rows of that: a no is said by the log itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from kernel.group import Group
from kernel.patience import patiently
from kernel.projection import Projection, Row
from kernel.straight import SHORTLY, Straight, row_of

S = TypeVar("S")


@dataclass(frozen=True)
class Whose(Generic[S]):
    """How the service folds it, and finds it in its rows."""

    group: Group
    owner: Projection
    holding: Callable[[Any, str], S]  # by id, without its pool: all that a yes is said by
    standing: Callable[[Mapping[str, Any]], S]  # the same of a row
    in_its_pool: Callable[[Any, Mapping[str, Any]], S]  # and with its pool
    find: Callable[[Any, str], S]  # by id, with its pool

    def asked(
        self,
        customer_id: str,
        allowed: Callable[[S], bool],
        rows: Any,
        hearing: Any,
        customers: Any,
        patience: float,
    ) -> S:
        """`hearing` fills the rows; `customers` is the service whose log knows."""
        heard = partial(self.holding, rows, customer_id)
        told = Straight(heard, self.standing, partial(self._straight, customers, customer_id))
        wait = partial(hearing.wait_for, customer_id, longer=SHORTLY)
        found = patiently(told.look, allowed, patience, wait, sure=told.sure, soon=SHORTLY)
        if allowed(found):
            return found
        row = told.row
        return self.in_its_pool(rows, row) if row else self.find(rows, customer_id)

    def _straight(self, customers: Any, customer_id: str) -> Row | None:
        history = customers.history(stream=f"customer/{customer_id}")
        return row_of(self.group, self.owner, customer_id, history)
