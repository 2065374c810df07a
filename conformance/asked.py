"""What is asked of the feed, read as strictly as the gateway does."""

from collections.abc import Mapping

SOURCES = ("customer", "pipeline", "activity", "gateway")
LARGEST, USUAL, LAST = 1000, 100, 10**15
LONGEST = 30  # seconds to wait for an event
FIELDS = ("source", "after", "types", "limit", "wait", "pin")
PROBLEMS = "https://guanxi.example/problems/"


class Refusal(Exception):
    def __init__(self, status: int, slug: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.document = {
            "type": PROBLEMS + slug, "title": slug, "status": status, "detail": detail,
        }  # fmt: skip


def pinned_by(written: str) -> dict[str, int]:
    """`CustomerRegistered@1,OpportunityWon@1` by event."""
    parted = [one.partition("@") for one in written.split(",") if one]
    if any(number(version) < 1 for _, _, version in parted):
        raise Refusal(400, "invalid", "Please correct pin.")
    return {name.strip(): int(version) for name, _, version in parted}


def read(query: Mapping[str, str]) -> tuple[str, int, int, int]:
    wrong = [name for name in query if name not in FIELDS]
    source = query.get("source", "")
    after, limit = number(query.get("after", "0")), number(query.get("limit", str(USUAL)))
    wrong += ["source"] * (source not in SOURCES) + ["after"] * (not 0 <= after <= LAST)
    wrong += ["limit"] * (not 1 <= limit <= LARGEST)
    wait = number(query.get("wait", "0"))
    wrong += ["wait"] * (not 0 <= wait <= LONGEST)
    if wrong:
        raise Refusal(400, "invalid", f"Please correct {', '.join(wrong)}.")
    return source, after, limit, wait


def number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1
