"""What the subscriber is told by its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

SOURCES = ("customer", "pipeline")
GIVEN = {  # by whoever runs the CRM: `./crm subscriber add` prints all four
    "CRM_AMQP": "the broker: amqp://user:password@host:port/virtual-host",
    "CRM_QUEUE": "our queue on it",
    "CRM_FEED": "the feed: https://…/v1/events",
    "CRM_TOKEN": "the token that opens the feed",
}


@dataclass(frozen=True)
class Settings:
    amqp: str  # amqp://user:password@host:port/virtual-host
    queue: str  # made for us by the operator of the CRM
    feed: str  # https://crm.example/v1/events
    token: str  # bearer token of the feed
    ca: str | None  # file of the authority that broker and feed are believed by; None: the usual
    idle_seconds: float  # a source that is silent for so long is asked for its head
    database: str  # sqlite:PATH or postgresql://…
    schema: str  # of the tables, where the database has schemas


def missing(environment: Mapping[str, str] = os.environ) -> list[str]:
    """A line for each setting that we cannot guess and were not given."""
    return [
        f"{name} is not set: {what}" for name, what in GIVEN.items() if not environment.get(name)
    ]


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    state = environment.get("CRM_STATE", ".")
    return Settings(
        amqp=environment.get("CRM_AMQP", ""),
        queue=environment.get("CRM_QUEUE", ""),
        feed=environment.get("CRM_FEED", ""),
        token=environment.get("CRM_TOKEN", ""),
        ca=environment.get("CRM_CA_FILE") or None,
        idle_seconds=float(environment.get("CRM_IDLE_SECONDS", "1")),
        database=environment.get("ERP_DATABASE", f"sqlite:{state}/erp.db"),
        schema=environment.get("ERP_SCHEMA") or environment.get("CRM_RUN", "erp"),
    )
