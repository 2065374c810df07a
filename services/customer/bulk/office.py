"""What imports keep beside the log: files, what there is to do, and rows that were not taken."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pymongo.database import Database

from kernel.blobs import Blobs
from kernel.database import Document
from kernel.jobs import Jobs
from kernel.rush import Rush
from services.customer.bulk.rejects import Rejects

LARGEST = 64 << 20  # bytes of a file


@dataclass(frozen=True)
class Office:
    blobs: Blobs
    jobs: Jobs
    rejects: Rejects
    rush: Rush

    def create_indexes(self) -> None:
        for part in (self.blobs, self.jobs, self.rejects):
            part.create_indexes()

    def close(self, import_id: str) -> None:
        """There is nothing more to do for it, and its file is no longer wanted."""
        self.blobs.delete(import_id)
        self.jobs.close(import_id)


def office(database: Database[Document]) -> Office:
    return Office(
        Blobs(database, "imports", LARGEST),
        Jobs(database, "import_jobs"),
        Rejects(database),
        Rush(database),
    )


@contextmanager
def fetched(blobs: Blobs, id: str) -> Iterator[Path]:
    """The file on a disk of this machine, for as long as it is read."""
    with tempfile.NamedTemporaryFile(prefix="guanxi-import-") as file:
        for part in blobs.read(id):
            file.write(part)
        file.flush()
        yield Path(file.name)
