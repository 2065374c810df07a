"""How many requests each caller may send: counted in this process, told with every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` says what holds,
`RateLimit` what is left of it and for how many seconds.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from time import monotonic

from kernel.settings import setting

NAME = "GUANXI_RATE_LIMITS"
USUAL = {
    "people": (6_000, 60),  # somebody who has signed in
    "programs": (60_000, 60),  # an API key; a token of `./crm token`
    "addresses": (6_000, 60),  # whoever does not say who they are, or not well
    "queries": (1_200, 60),  # of each caller: reports, and questions of one's own
    "exports": (1_200, 60),  # of each caller: tables, workbooks, pictures
    "imports": (1_200, 60),  # of each caller: files, and batches of deals
    "checks": (1_200, 60),  # of each caller: is this phone known?
}
MOST = 100_000  # windows remembered at once
SAID = re.compile(r"(\w+)=(?:(off)|([1-9]\d{0,8})/([1-9]\d{0,4}))", re.ASCII)


@dataclass(frozen=True)
class Policy:
    name: str
    quota: int
    seconds: int


@dataclass(frozen=True)
class Standing:
    policy: Policy
    left: int
    seconds: int  # until the count begins anew
    over: bool = False  # this request was one too many


class Window:
    """The requests of one caller since the first of them, for as long as the policy says."""

    __slots__ = ("count", "ends")

    def __init__(self, ends: float) -> None:
        self.count, self.ends = 0, ends


class Limits:
    """No caller's count is ever waited for: it is a number in a dictionary."""

    def __init__(
        self,
        policies: Mapping[str, Policy],
        clock: Callable[[], float] = monotonic,
        most: int = MOST,
    ) -> None:
        self.policies = policies
        self._clock = clock
        self._most = most
        self._windows: dict[tuple[str, str], Window] = {}

    def take(self, names: Sequence[str], principal: str) -> list[Standing]:
        """One request more, by each of these policies."""
        now = self._clock()
        applied = [self.policies[name] for name in names if name in self.policies]
        return [self._counted(policy, principal, now) for policy in applied]

    def _counted(self, policy: Policy, principal: str, now: float) -> Standing:
        window = self._window((policy.name, principal), policy, now)
        over = window.count >= policy.quota
        window.count += not over
        left = policy.quota - window.count
        return Standing(policy, left, max(1, ceil(window.ends - now)), over)

    def _window(self, key: tuple[str, str], policy: Policy, now: float) -> Window:
        known = self._windows.get(key)
        if known is None or known.ends <= now:
            self._windows.pop(key, None)  # the oldest stand first
            known = self._windows[key] = Window(now + policy.seconds)
            self._forget(now)
        return known

    def _forget(self, now: float) -> None:
        """Whoever comes from a million addresses does not fill our memory."""
        if len(self._windows) <= self._most:
            return
        lasting = [(key, one) for key, one in self._windows.items() if one.ends > now]
        self._windows = dict(lasting[-self._most // 2 :])


def policies() -> dict[str, Policy]:
    """The usual ones, and what the setting says instead; a wrong one stops the gateway."""
    found = {name: Policy(name, *how) for name, how in USUAL.items()}
    for said in setting(NAME, "").replace(",", " ").split():
        match = SAID.fullmatch(said)
        if not match or match[1] not in USUAL:
            known = ", ".join(USUAL)
            raise SystemExit(f"{NAME}: {said!r} is no name=requests/seconds or name=off of {known}")
        if match[2]:
            found.pop(match[1], None)
        else:
            found[match[1]] = Policy(match[1], int(match[3]), int(match[4]))
    return found


def headers(standings: Sequence[Standing]) -> dict[str, str]:
    """As structured fields (RFC 9651)."""
    if not standings:
        return {}
    held = [(f'"{one.policy.name}"', one) for one in standings]
    return {
        "RateLimit-Policy": ", ".join(
            f"{name};q={one.policy.quota};w={one.policy.seconds}" for name, one in held
        ),
        "RateLimit": ", ".join(f"{name};r={one.left};t={one.seconds}" for name, one in held),
    }
