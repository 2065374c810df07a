"""Removes generations that nobody will read again."""

import re
from collections.abc import Collection

from kernel.group import Group
from kernel.live import Documents, checkpoint_id


def sweep(database: Documents, group: Group, keep: Collection[int]) -> None:
    """Drop the rows, checkpoints and parked streams of all other generations."""
    names = {projection.name for projection in group.projections}
    for collection in database.list_collection_names():
        name, _, suffix = collection.rpartition(".g")
        if name in names and suffix.isdecimal() and int(suffix) not in keep:
            database.drop_collection(collection)
    ours = {"$regex": f"^{re.escape(group.name)}\\.g\\d+$"}
    kept = [checkpoint_id(group.name, number) for number in keep]
    database["checkpoints"].delete_many({"_id": ours | {"$nin": kept}})
    database["parked"].delete_many({"checkpoint": ours | {"$nin": kept}})
