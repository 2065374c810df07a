"""When a request is sent again, and how long to wait before: pure, so that it can be tested."""

from collections.abc import Mapping

# Nothing is known to be refused in these answers: the same command id may and must be sent again.
AGAIN = frozenset({429, 502, 503, 504})
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 5.0


def pause(attempt: int, chance: float, retry_after: float = 0.0) -> float:
    """Seconds before attempt + 1: full jitter under a doubling ceiling, never less than asked for.

    `chance` is a random number of [0, 1): clients that failed together must not return together.
    """
    ceiling = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempt, 16))
    return retry_after + chance * ceiling


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds a server asks for; 0 when it says nothing, or nothing that we understand."""
    try:
        return max(0.0, min(float(headers.get("Retry-After", "0")), LONGEST_PAUSE))
    except ValueError:
        return 0.0
