"""How large a file may be, packed and unpacked, and what is said of one that cannot be read."""

from dataclasses import dataclass

from kernel.refusal import Invalid


@dataclass(frozen=True)
class Limits:
    rows: int = 1_000_000
    columns: int = 200
    cell: int = 32_767  # characters, as in Excel
    unpacked: int = 512 * 1024 * 1024  # bytes of all that a workbook is zipped from
    parts: int = 2_000  # files in a workbook


class Unreadable(Invalid):
    """The file as a whole is not what we read; `detail` says what to do."""

    def __init__(self, slug: str, detail: str) -> None:
        super().__init__(slug, detail, errors=[{"field": "file", "message": detail}])
