"""What the company has set for its customers."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kernel.settings import batch_limit, setting, time_zone
from services import masked
from services.customer.keys import COMPANY, KINDS
from services.customer.portfolio import Limits


@dataclass(frozen=True)
class Settings:
    limits: Limits
    identity_key: bytes  # names the streams of phones and addresses; a new one forgets them all
    zone: ZoneInfo
    warned: frozenset[str] = frozenset({COMPANY})  # kinds of keys that several may have
    batch_limit: int = 100  # customers that one request may name
    masked: frozenset[str] = frozenset({"phones"})  # for who does not hold a customer
    reveals_per_day: int = 50  # of what is masked, by one person
    rejects_days: int = 90  # for which the rows that an import has not taken are kept

    def day(self, at: datetime) -> date:
        """The company's day."""
        return at.astimezone(self.zone).date()


def read() -> Settings:
    return Settings(
        limits=Limits(
            holding_cap=int(setting("GUANXI_HOLDING_CAP", "500")),
            claims_per_day=int(setting("GUANXI_CLAIMS_PER_DAY", "100")),
        ),
        identity_key=setting("GUANXI_IDENTITY_KEY").encode(),
        zone=ZoneInfo(time_zone()),
        warned=warned(setting("GUANXI_WARN_KEYS", COMPANY)),
        batch_limit=batch_limit(),
        masked=masked.fields(),
        reveals_per_day=int(setting("GUANXI_REVEALS_PER_DAY", "50")),
        rejects_days=int(setting("GUANXI_REJECTS_DAYS", "90")),
    )


def warned(listed: str) -> frozenset[str]:
    """`phone,company`, or `none` when every key refuses; ValueError for what names no kind."""
    kinds = frozenset(kind.strip() for kind in listed.split(",")) - {"none"}
    if unknown := kinds - set(KINDS):
        known = ", ".join(KINDS)
        raise ValueError(f"GUANXI_WARN_KEYS: {', '.join(sorted(unknown))} is none of {known}")
    return kinds
