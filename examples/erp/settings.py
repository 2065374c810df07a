"""What the subscriber is told by its environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

SOURCES = ("customer", "pipeline")


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


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    state = environment.get("CRM_STATE", ".")
    return Settings(
        amqp=environment.get("CRM_AMQP", "amqp://guest:guest@127.0.0.1:5672/%2F"),
        queue=environment.get("CRM_QUEUE", "erp-main"),
        feed=environment.get("CRM_FEED", "http://127.0.0.1:8000/v1/events"),
        token=environment.get("CRM_TOKEN", ""),
        ca=environment.get("CRM_CA_FILE") or None,
        idle_seconds=float(environment.get("CRM_IDLE_SECONDS", "1")),
        database=environment.get("ERP_DATABASE", f"sqlite:{state}/erp.db"),
        schema=environment.get("ERP_SCHEMA") or environment.get("CRM_RUN", "erp"),
    )
