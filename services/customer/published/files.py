"""Files attached to a customer or to one of its contacts; what is in them is kept elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from services.customer.published.profile import PERSONAL


@dataclass(frozen=True)
class FileAttached:
    customer_id: str
    file_id: str
    contact_id: str | None  # None: to the customer itself
    name: Annotated[str, PERSONAL]
    media_type: str  # as its content says
    size: int  # bytes
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FileRemoved:
    customer_id: str
    file_id: str
    by: str
    at: datetime


FileEvent = FileAttached | FileRemoved
