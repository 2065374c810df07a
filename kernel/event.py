"""An event together with the circumstances of its recording."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Recorded:
    source: str  # the service whose log holds it: "customer"
    position: int  # its place in that log, from 1 and without a hole
    stream: str  # "customer/42"
    version: int  # its place in the stream, from 1 and without a hole
    event: Any
    at: datetime  # when it was recorded, UTC; when it happened is a field of the event
    actor: str = ""
    correlation_id: str = ""
    causation_id: str = ""
    traceparent: str = ""
    knowing: str = ""  # positions of other logs that it rests on, as customer:345

    @property
    def id(self) -> str:
        return f"/guanxi/{self.source}/{self.position}"
