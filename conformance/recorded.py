"""A recorded history: CloudEvents, one a line, as the feed answers them."""

import json
from pathlib import Path

from conformance.told import Told
from kernel.envelope import Envelope, kind


def read(path: Path) -> dict[str, list[Envelope]]:
    """Each source from its first event on. Raises OSError or ValueError."""
    histories: dict[str, list[Envelope]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                envelope = json.loads(line)
                histories.setdefault(kind(envelope["type"])[0], []).append(envelope)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"line {number} is no event: {error!r}") from error
    for source, envelopes in histories.items():
        envelopes.sort(key=lambda envelope: envelope["position"])
        Told(source, envelopes)
    return histories
