"""For commands that look into the databases of a running system from this very process."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cli.place import Place
from cli.running import running
from cli.say import note
from cli.settings import settings
from cli.stack import own_servers

if TYPE_CHECKING:
    from pymongo import MongoClient


def nothing_runs(place: Place, environment: Mapping[str, str]) -> bool:
    """Neither our own database nor one that is given could be looked at."""
    return own_servers(environment)["MONGO_URI"] and running(place) is None


@contextmanager
def databases(place: Place) -> "Iterator[MongoClient[dict[str, Any]]]":
    """A client for the block; what the database refuses is told in one line, with exit code 1."""
    os.environ.update(settings(place, os.environ))
    from pymongo.errors import PyMongoError

    from kernel.database import connect
    from kernel.refusal import Refusal

    client = connect()
    try:
        yield client
    except PyMongoError as error:
        raise SystemExit(f"crm: the database: {str(error).split(', Timeout:')[0]}") from None
    except Refusal as refusal:
        raise SystemExit(f"crm: {refusal}") from None
    finally:
        client.close()


def agreed(question: str, yes: bool) -> bool:
    """Asked at a terminal; anywhere else only `--yes` agrees."""
    if yes:
        return True
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        note("\ncrm: nobody is there to agree; --yes does")
        return False
