"""Which encoding a text file is in: said by its first bytes, or found by trying."""

import codecs
from pathlib import Path

from kernel.sheets.limits import Unreadable

PIECE = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),  # "Unicode text" of Excel
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TRIED = ("utf-8", "gb18030")  # what is valid in the first is hardly ever meant in the second


def encoding(path: Path) -> str:
    """Raises Unreadable for what is no text, or cannot be read to its end."""
    with path.open("rb") as file:
        begin = file.read(4096)
    marked = next((name for mark, name in MARKS if begin.startswith(mark)), None)
    if marked is None and b"\0" in begin:
        raise Unreadable("not-text", "this is neither text nor a workbook: save it as CSV or XLSX")
    for name in (marked,) if marked else TRIED:
        if readable(path, name):
            return name
    tried = marked or " or ".join(TRIED)
    raise Unreadable("unknown-encoding", f"this text is not {tried}: save it as UTF-8")


def readable(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
