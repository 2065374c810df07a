"""Files in GridFS of a service's own database, taken in part by part: each call brings one.

A part that is sent again replaces itself, so that nobody has to know whether it had arrived. What
was never finished is swept away. The layout is GridFS's: any driver can read what is here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from pymongo import timeout
from pymongo.database import Database

from kernel.database import LIMIT_SECONDS, Document
from kernel.refusal import Invalid, NotFound

PART = 512 * 1024  # bytes of every part but the last: each is one chunk
ABANDONED = timedelta(hours=6)


@dataclass(frozen=True)
class Blob:
    id: str
    name: str
    size: int
    sha256: str
    by: str  # who sent it


class Blobs:
    def __init__(self, database: Database[Document], bucket: str, most: int) -> None:
        """`most` bytes in a file."""
        self.files = database[f"{bucket}.files"]
        self.chunks = database[f"{bucket}.chunks"]
        self.most = most

    def create_indexes(self) -> None:
        self.chunks.create_index([("files_id", 1), ("n", 1)], unique=True)
        self.files.create_index("uploadDate")

    def put(self, id: str, number: int, data: bytes) -> None:
        """One part, counted from 0."""
        if not 0 < len(data) <= PART or not 0 <= number * PART <= self.most - len(data):
            raise Invalid("too-large", f"a file has at most {self.most} bytes, a part {PART}")
        key = f"{id}/{number}"
        chunk = {"_id": key, "files_id": id, "n": number, "data": data}
        with timeout(LIMIT_SECONDS):
            self.chunks.replace_one({"_id": key}, chunk, upsert=True)

    def begin(self, id: str, name: str, by: str, at: datetime) -> None:
        """Before its first part, so that it is found if no other ever comes."""
        begun = {"filename": name, "uploadDate": at, "chunkSize": PART, "length": 0}
        with timeout(LIMIT_SECONDS):
            self.files.update_one(
                {"_id": id}, {"$setOnInsert": begun | {"metadata": {"by": by}}}, upsert=True
            )

    def finish(self, id: str, by: str) -> Blob:
        """All parts have been put. NotFound unless this person has begun it."""
        found = self._file(id)
        if found["metadata"]["by"] != by:
            raise NotFound(what="upload", id=id)
        size, digest = self._measured(id)
        told = {"length": size, "metadata.sha256": digest, "metadata.whole": True}
        with timeout(LIMIT_SECONDS):
            self.files.update_one({"_id": id}, {"$set": told})
        return Blob(id, found["filename"], size, digest, by)

    def read(self, id: str) -> Iterator[bytes]:
        """Part by part. NotFound for one that is not there, or not whole."""
        length = self._file(id)["length"]
        number = 0
        while number * PART < length:
            yield self.part(id, number)
            number += 1

    def part(self, id: str, number: int) -> bytes:
        """NotFound for one that is not there."""
        with timeout(LIMIT_SECONDS):
            chunk = self.chunks.find_one({"_id": f"{id}/{number}"})
        if chunk is None:
            raise NotFound(what="upload", id=id)
        return bytes(chunk["data"])

    def delete(self, id: str) -> None:
        with timeout(LIMIT_SECONDS):
            self.chunks.delete_many({"files_id": id})
            self.files.delete_one({"_id": id})

    def sweep(self, at: datetime) -> int:
        """Delete what was begun long ago and never finished; how many there were."""
        old = {"uploadDate": {"$lt": at - ABANDONED}, "metadata.whole": {"$ne": True}}
        with timeout(LIMIT_SECONDS):
            found = [file["_id"] for file in self.files.find(old, {"_id": 1}).limit(100)]
        for id in found:
            self.delete(id)
        return len(found)

    def _file(self, id: str) -> dict[str, Any]:
        with timeout(LIMIT_SECONDS):
            found = self.files.find_one({"_id": id})
        if found is None:
            raise NotFound(what="upload", id=id)
        return found

    def _measured(self, id: str) -> tuple[int, str]:
        """Raises Invalid when a part is missing."""
        digest, size, number = sha256(), 0, 0
        with timeout(4 * LIMIT_SECONDS):
            for chunk in self.chunks.find({"files_id": id}).sort("n"):
                if chunk["n"] != number or size != number * PART:
                    raise Invalid("incomplete-upload", f"part {number} of the file is missing")
                digest.update(chunk["data"])
                size += len(chunk["data"])
                number += 1
        return size, digest.hexdigest()
