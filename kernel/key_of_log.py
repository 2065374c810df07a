"""A log remembers which key its stream names were made with: under another it guards nothing."""

import hmac

from pymongo.database import Database

from kernel.document import Document


class WrongKey(RuntimeError):
    """The process must not start: what was reserved under the old key would be free again."""


def confirm(database: Database[Document], setting: str, key: bytes) -> None:
    """The first key that is ever used is the log's; raises WrongKey for another."""
    digest = hmac.new(key, b"which key is this", "sha256").hexdigest()
    keys = database["keys"]
    keys.update_one({"_id": setting}, {"$setOnInsert": {"digest": digest}}, upsert=True)
    known = keys.find_one({"_id": setting})
    if known is None or not hmac.compare_digest(known["digest"], digest):
        raise WrongKey(f"{setting} is not the key that this log was written with: restore that one")
