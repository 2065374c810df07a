"""When what was not taken is sent again: from seconds to half a day later, for five days."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from kernel.settings import setting

MINUTE, HOUR = 60.0, 3_600.0
USUAL = (5.0, 30.0, 2 * MINUTE, 10 * MINUTE, 0.5 * HOUR, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR,
         *[12 * HOUR] * 9)  # fmt: skip
JITTER = 0.2  # of each, to either side
LONGEST = 24 * HOUR  # that a target may ask us to wait


class Schedule:
    """Delays by how often something has failed; after the last of them it is given up."""

    def __init__(self, delays: Sequence[float] = USUAL) -> None:
        self.delays = tuple(delays)

    @classmethod
    def from_settings(cls) -> "Schedule":
        """GUANXI_WEBHOOK_RETRIES: seconds, with commas between."""
        given = setting("GUANXI_WEBHOOK_RETRIES", "")
        if not given:
            return cls()
        try:
            return cls([float(one) for one in given.split(",")])
        except ValueError:
            raise SystemExit(
                "GUANXI_WEBHOOK_RETRIES: write seconds with commas between, such as 5,30,120"
            ) from None

    def over(self, failures: int) -> bool:
        return failures > len(self.delays)

    def delay(self, failures: int, asked: float = 0.0) -> float:
        """Seconds until the next try after so many failures, and not before it is `asked` for."""
        usual = self.delays[min(failures, len(self.delays)) - 1] if self.delays else 0.0
        spread = random.uniform(1 - JITTER, 1 + JITTER)
        return max(usual * spread, min(asked, LONGEST))


def retry_after(said: str | None, now: datetime | None = None) -> float:
    """What `Retry-After` asks for, in seconds; 0 when it is not there or cannot be read."""
    text = (said or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:  # "-0000": UTC, and nothing said of where
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - (now or datetime.now(UTC))).total_seconds()), LONGEST)
