"""Commits as BSON, as many as one message takes."""

from collections.abc import Iterable, Sequence

from bson import encode
from bson.errors import InvalidDocument
from bson.raw_bson import RawBSONDocument

from kernel.document import to_document
from kernel.log import Commit, Draft

MESSAGE_BYTES = 20_000_000  # the driver splits beyond 48,000,000; none may take LIMIT_SECONDS
PLACE = len(b"....\x10_id\0")  # where a document keeps its `_id`, behind its own length
LARGEST_INT32 = (1 << 31) - 1


class TooLarge(Exception):
    """No server will ever take it."""


class Bodies:
    """Commits as BSON, each encoded once, however often others take its place before it."""

    def __init__(self) -> None:
        self._encoded: dict[int, bytes] = {}  # by the identity of its entries

    def prepare(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            self._encode(Commit(0, draft.entries, draft.at, draft.meta))

    def at_its_place(self, commit: Commit) -> RawBSONDocument:
        """Raises TooLarge for what no document can hold."""
        body = self._encoded.get(id(commit.entries)) or self._encode(commit)
        if commit.position > LARGEST_INT32:
            return RawBSONDocument(encode(to_document(commit)))
        placed = commit.position.to_bytes(4, "little")
        return RawBSONDocument(body[:PLACE] + placed + body[PLACE + 4 :])

    def _encode(self, commit: Commit) -> bytes:
        """`_id` comes first, and is small enough to take four bytes."""
        try:
            body = encode(to_document(commit) | {"_id": 0})
        except (InvalidDocument, OverflowError) as error:
            raise TooLarge(str(error)) from error
        self._encoded[id(commit.entries)] = body
        return body


def in_one_message(commits: Sequence[Commit], bodies: Bodies) -> list[RawBSONDocument]:
    """As many from the front as one message takes; the others go with the next one.

    The driver would split them, and send the second message although the first was lost with a
    primary: a hole.
    """
    documents: list[RawBSONDocument] = []
    size = 0
    for commit in commits:
        document = bodies.at_its_place(commit)
        size += len(document.raw)
        if documents and size > MESSAGE_BYTES:
            break
        documents.append(document)
    return documents
