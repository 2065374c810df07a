"""What an operator sees of webhooks: all in a table, one of them whole, and what was sent last."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.say import RED, YELLOW
from cli.tables import Cell, count, table

HEADING = ("webhook", "state", "since", "answer", "taken up to", "events", "id")
DELIVERIES = ("number", "event", "tries", "outcome", "answer", "ms", "at", "said")
COLOURS = {"paused": RED, "failing": YELLOW}
LONGEST = 60  # characters of what a target has said
Shown = Mapping[str, Any]


def lines(hooks: Sequence[Shown]) -> Iterator[str]:
    if not hooks:
        yield "there are none; an administrator makes one: POST /v1/webhooks (docs/webhooks.md)"
        return
    rows = [
        (
            hook["name"],
            Cell(hook["state"], COLOURS.get(hook["state"], "")),
            minute(hook["paused_at"] or hook["failing_since"]),
            str(hook["status"] or "-"),
            " ".join(hook["taken"]),
            " ".join(hook["events"]),
            hook["id"],
        )
        for hook in hooks
    ]
    yield from table(HEADING, rows, right="answer")


def about(hook: Shown) -> Iterator[str]:
    """What there is to say; what is empty is left out."""
    why = f", {hook['paused']}" if hook["paused"] else ""
    told = {
        "webhook": f"{hook['name']} ({hook['id']})",
        "address": hook["url"],
        "events": " ".join(hook["events"]) + ("" if hook["personal"] else ", without persons"),
        "state": f"{hook['state']}{why}",
        "since": minute(hook["paused_at"] or hook["failing_since"], ""),
        "next try": minute(hook["next_try_at"], ""),
        "last answer": str(hook["status"] or ""),
        "error": plain(hook["error"]),
        "taken up to": " ".join(hook["taken"]),
        "made": f"{minute(hook['at'])} by {hook['by']}",
    }
    for name, value in told.items():
        if value:
            yield f"{name + ':':13}{value}"


def deliveries(rows: Sequence[Shown]) -> list[str]:
    if not rows:
        return ["nothing was sent lately"]
    shown = [
        (
            str(row["number"]), row["event"], str(row["attempts"]), row["outcome"],
            str(row["status"] or "-"), count(row["milliseconds"]), minute(row["at"]),
            plain(row["error"] or row["answer"]),
        )
        for row in rows
    ]  # fmt: skip
    return table(DELIVERIES, shown, right="number tries answer ms")


def minute(moment: str | None, none: str = "-") -> str:
    return moment[:16].replace("T", " ") + " UTC" if moment else none


def plain(said: str) -> str:
    """A target may answer what moves a terminal's cursor, or paints over what stands there."""
    short = said[:LONGEST] + ("…" if len(said) > LONGEST else "")
    return "".join(letter if letter.isprintable() else "�" for letter in short)
