"""Looks at every document of a log, for `./crm verify`."""

from typing import Any

from cli.findings import Told
from cli.progress import Progress
from cli.say import say

UNKNOWN = "unknown"  # a newer program wrote it; the log is as sound as it was


def verify_log(client: Any, source: str) -> int:
    """Prints what is wrong with one log; answers how much that is."""
    from kernel.database import service_database
    from kernel.soundness import Soundness
    from services.groups import LOGS

    collection = service_database(client, source)["log"]
    soundness, told = Soundness(LOGS[source]), Told(source, harmless=(UNKNOWN,))
    progress = Progress(source, collection.estimated_document_count())
    for document in collection.find({}, batch_size=2_000).sort("_id", 1):
        for finding in soundness.take(document):
            told.tell(finding.kind, f"{finding.kind} at {finding.at}: {finding.what}")
        progress.tick(1)
    progress.end()
    say(f"{source}: {soundness.commits:,} commits, {soundness.end:,} events, {told.summary()}")
    if told.kinds[UNKNOWN]:
        say(
            "  -> deploy the version that knows these events; read models pass them over until then"
        )
    return told.wrong
