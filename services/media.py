"""Kinds of file that may be attached: told by what is in them, and called accordingly."""

import unicodedata
from collections.abc import Mapping

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
CONTENTS = b"[Content_Types].xml"
LONGEST_SAMPLE = 512 * 1024  # bytes that are looked at

PLAIN: Mapping[str, str] = {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown"}
OFFICE = "application/vnd.openxmlformats-officedocument."
ZIPPED: Mapping[str, tuple[bytes, str]] = {
    "docx": (b"word/", OFFICE + "wordprocessingml.document"),
    "xlsx": (b"xl/", OFFICE + "spreadsheetml.sheet"),
    "pptx": (b"ppt/", OFFICE + "presentationml.presentation"),
}
OLDER: Mapping[str, str] = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}
SIGNED: tuple[tuple[int, bytes, str, tuple[str, ...]], ...] = (
    (0, b"%PDF-", "application/pdf", ("pdf",)),
    (0, b"\x89PNG\r\n\x1a\n", "image/png", ("png",)),
    (0, b"\xff\xd8\xff", "image/jpeg", ("jpg", "jpeg")),
    (0, b"GIF8", "image/gif", ("gif",)),
    (8, b"WEBP", "image/webp", ("webp",)),
    (4, b"ftypheic", "image/heic", ("heic",)),
    (4, b"ftypM4A", "audio/mp4", ("m4a",)),
    (8, b"WAVE", "audio/wav", ("wav",)),
    (0, b"ID3", "audio/mpeg", ("mp3",)),
    (0, b"\xff\xfb", "audio/mpeg", ("mp3",)),
    (0, b"\xff\xf3", "audio/mpeg", ("mp3",)),
    (0, b"#!AMR", "audio/amr", ("amr",)),
)
ENDINGS = sorted({*PLAIN, *ZIPPED, *OLDER, *(one for *_, names in SIGNED for one in names)})


def media_type(name: str, sample: bytes) -> str:
    """By the beginning of a file; ValueError when its name says something else than it is."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    found = signed(ending, sample) or zipped(ending, sample) or plain(ending, sample)
    if found is None:
        raise ValueError(f"must be what its name says, one of {', '.join(ENDINGS)}")
    return found


def signed(ending: str, sample: bytes) -> str | None:
    if sample.startswith(OLD_OFFICE):
        return OLDER.get(ending)
    for at, signature, kind, endings in SIGNED:
        if sample[at:].startswith(signature) and ending in endings:
            return kind
    return None


def zipped(ending: str, sample: bytes) -> str | None:
    if ending not in ZIPPED or not sample.startswith(ZIP):
        return None
    folder, kind = ZIPPED[ending]
    return kind if CONTENTS in sample and folder in sample else None


def plain(ending: str, sample: bytes) -> str | None:
    """Text in an encoding of ours; the sample may end within a character."""
    if ending not in PLAIN or any(byte < 9 or 13 < byte < 32 for byte in sample):
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            sample[: len(sample) - 4 if len(sample) == LONGEST_SAMPLE else None].decode(encoding)
        except UnicodeDecodeError as error:
            if len(sample) - error.start > 4:
                continue
        return PLAIN[ending]
    return None


def safe(name: str) -> str:
    """A name that is one on every system: no folder, nothing that is not seen."""
    seen = (c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name)
    return unicodedata.normalize("NFC", "".join(seen)).strip(" .")[-200:]
