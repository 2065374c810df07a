"""Files in GridFS, part by part: whole or not there, readable by any driver, swept if given up."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import gridfs
import pytest

from kernel.blobs import ABANDONED, PART, Blobs
from kernel.refusal import Invalid, NotFound
from tests.integration.servers import throwaway_database

AT = datetime(2026, 1, 5, 4, tzinfo=UTC)
CONTENT = bytes(range(256)) * 5_000  # three parts


@pytest.fixture(scope="module")
def database():
    with throwaway_database() as database:
        yield database


@pytest.fixture
def blobs(database):
    made = Blobs(database, "imports", most=4 * PART)
    made.create_indexes()
    return made


def stored(blobs, id, content=CONTENT, skip=()):
    blobs.begin(id, "客户.csv", "may", AT)
    for number in range(-(-len(content) // PART)):
        if number not in skip:
            blobs.put(id, number, content[number * PART : (number + 1) * PART])


def test_what_was_put_in_parts_is_read_whole_by_us_and_by_any_driver(blobs, database):
    stored(blobs, "a")

    blob = blobs.finish("a", "may")

    assert (blob.name, blob.size, blob.by) == ("客户.csv", len(CONTENT), "may")
    assert blob.sha256 == sha256(CONTENT).hexdigest()
    assert b"".join(blobs.read("a")) == CONTENT
    bucket = gridfs.GridFSBucket(database, "imports")
    assert bucket.open_download_stream("a").read() == CONTENT


def test_a_part_sent_again_replaces_itself(blobs):
    stored(blobs, "b")
    blobs.put("b", 1, CONTENT[PART : 2 * PART])

    assert blobs.finish("b", "may").size == len(CONTENT)


def test_a_file_without_one_of_its_parts_is_refused(blobs):
    stored(blobs, "c", skip=(1,))

    with pytest.raises(Invalid, match="incomplete-upload"):
        blobs.finish("c", "may")


def test_nobody_finishes_what_somebody_else_has_begun(blobs):
    stored(blobs, "d", b"x")

    with pytest.raises(NotFound):
        blobs.finish("d", "eve")
    with pytest.raises(NotFound):
        list(blobs.read("none"))


def test_a_file_beyond_the_limit_is_refused_part_by_part(blobs):
    blobs.begin("e", "x", "may", AT)

    for number, data in ((4, b"x"), (3, b"x" * (PART + 1)), (0, b""), (-1, b"x")):
        with pytest.raises(Invalid, match="too-large"):
            blobs.put("e", number, data)
    blobs.put("e", 3, b"x" * PART)


def test_what_was_given_up_is_swept_and_what_is_whole_stays(blobs):
    stored(blobs, "f", b"given up")
    stored(blobs, "g", b"whole")
    blobs.finish("g", "may")

    assert blobs.sweep(AT + ABANDONED - timedelta(seconds=1)) == 0
    assert blobs.sweep(AT + ABANDONED + timedelta(seconds=1)) >= 1
    with pytest.raises(NotFound):
        list(blobs.read("f"))
    assert list(blobs.read("g")) == [b"whole"]
    blobs.delete("g")
    assert blobs.chunks.count_documents({"files_id": {"$in": ["f", "g"]}}) == 0
