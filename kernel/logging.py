"""Logs: one JSON object per line to stderr, ours and those of the libraries alike."""

import logging
import re
import sys
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict

QUIET = {
    "amqp": logging.WARNING,
    "kombu": logging.WARNING,
    "pika": logging.CRITICAL,  # it reports each refused connection five times
    "pymongo": logging.WARNING,
    # Below ERROR it writes a traceback for each refusal, and a refusal is a normal answer.
    "nameko.containers": logging.ERROR,
}
# What stands between a scheme and its @; greedy, for a password may have an @ that it should not.
ACCOUNT = re.compile(r"://[^\s\"']*@")
SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def configure(process: str) -> None:
    """Once per process; `process` is in every line."""

    def named(_logger: Any, _method: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    structlog.configure(
        processors=[named, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[named, *SHARED],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, as_json],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def as_json(_logger: Any, _method: str, event: EventDict) -> str:
    return masked(orjson.dumps(event, default=repr, option=orjson.OPT_NON_STR_KEYS).decode())


def masked(text: str) -> str:
    """Without the accounts of URIs: whoever raises an error may have put one into its words."""
    return ACCOUNT.sub("://***@", text) if "://" in text else text
