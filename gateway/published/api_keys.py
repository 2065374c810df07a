"""Keys that programs call with: what they may do, for how long, and nothing of the key itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ApiKeyIssued:
    key_id: str
    name: str  # of the program; it acts as `api-key/<name>`
    role: str
    access: str  # read, write; feed: of events alone
    expires_at: datetime
    by: str
    at: datetime
    events: tuple[str, ...] = ()  # of a key for the feed: customer.*, pipeline.OpportunityWon
    personal: bool = True  # it is told what these say of persons
    pins: tuple[str, ...] = ()  # versions that it is told in: customer.CustomerRegistered@1


@dataclass(frozen=True)
class ApiKeyRevoked:
    key_id: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ApiKeyRenewed:
    """Another key was issued for the same; this one is good for a while yet."""

    key_id: str
    name: str
    new_key_id: str  # id of the other key
    until: datetime
    by: str
    at: datetime


ApiKeyEvent = ApiKeyIssued | ApiKeyRevoked | ApiKeyRenewed
