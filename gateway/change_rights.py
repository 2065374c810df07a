"""What who listens may see just now: worked out when something is known anew, not at every look."""

from gateway.callers import Callers
from gateway.reading import rights
from gateway.tokens import Caller, Unauthorised
from kernel.context import Context


class Rights:
    """None when they may listen no more; the company is looked at once a second for everybody."""

    def __init__(self, callers: Callers, caller: Caller | None) -> None:
        self._callers, self._caller = callers, caller
        self._by: tuple[object, ...] = ()
        self._known: Context | None = None

    def __call__(self) -> Context | None:
        by = (self._callers.organisation, self._callers.ended, self._callers.keys)
        if not self._by or any(one is not was for one, was in zip(by, self._by, strict=True)):
            self._by, self._known = by, self._worked_out()
        return self._known

    def _worked_out(self) -> Context | None:
        if self._caller is None or not self._callers.still(self._caller):
            return None
        try:
            return rights(self._callers.admit(self._caller))
        except Unauthorised:
            return None
