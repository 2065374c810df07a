"""How the whole system stands, for a service that tells people; looked at now and then besides."""

from threading import Event
from typing import Any, cast

import structlog
from pymongo import timeout
from pymongo.errors import PyMongoError

from kernel.nameko import process
from kernel.nameko.working import Background
from kernel.samples import EVERY
from kernel.standing import look, standing

LIMIT = 4.0  # seconds for all of it
logger = structlog.get_logger(__name__)


def outlook() -> "Outlook":
    """`self.outlook.standing()` answers how everything stands."""
    return cast("Outlook", OutlookProvider())


class Outlook:
    def standing(self) -> dict[str, Any]:
        with timeout(LIMIT):
            return standing(process.mongo())


class OutlookProvider(Background):
    def __init__(self) -> None:
        super().__init__("outlook", lambda: watch)

    def get_dependency(self, worker_ctx: Any) -> Any:
        return Outlook()


def watch(over: Event, wake: Event) -> None:
    """One look every ten minutes, whoever asks or does not."""
    while not over.is_set():
        try:
            with timeout(LIMIT):
                look(process.mongo())
        except PyMongoError as error:
            logger.warning("growth was not looked at", error=repr(error))
        over.wait(EVERY)
