"""One failure of a check as a line of JSON, and many of them grouped by what caused them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Finding = dict[str, Any]
SHOWN = 30  # causes, the most frequent first


def write(file: Path, found: Finding) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(found, ensure_ascii=True, default=str) + "\n")


def read(file: Path) -> list[Finding]:
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def cause(found: Finding) -> tuple[str, ...]:
    """What is the same about two failures that one change would mend; if excused, the reason."""
    if found["excused"]:
        return ("excused", found["check"], str(found["status"]), found["excused"])
    return (found["check"], str(found["status"]), found["slug"], *sorted(set(found["advice"])))


def table(findings: list[Finding]) -> Iterator[str]:
    """How often, by which check, and one example of each."""
    counts = Counter(cause(found) for found in findings)
    for which, count in counts.most_common(SHOWN):
        examples = [found for found in findings if cause(found) == which]
        operations = sorted({found["operation"] for found in examples})
        yield f"{count:6} x {' | '.join(which)[:300]}"
        yield f"         in {len(operations)}: {', '.join(operations)[:200]}"
        yield f"         {examples[0]['phase']}: {examples[0]['why'][:300]}"
        yield f"         {examples[0]['curl'][:600]}"


def advice(problem: Any) -> list[str]:
    """What a problem document says to the sender, without what differs from time to time."""
    if not isinstance(problem, dict):
        return []
    errors = problem.get("errors") or []
    said = [f"{plain(one['field'])}: {plain(one['message'])}" for one in errors]
    return said or [plain(str(problem.get("detail", "")))]


def plain(text: str) -> str:
    return re.sub(r"\d+", "N", text)
