"""Loads a file of leads: customers with phones, e-mails and owner, a first follow-up, a stage."""

from collections import Counter
from pathlib import Path

from rich.console import Console

from cli.load import lead_rows
from cli.load.client import Answer, Client, GaveUp
from cli.load.giving_up import tell
from cli.load.lead_rows import CLAIMED, Lead
from cli.load.registered import registered
from cli.load.settling import settle
from cli.load.steps import WORKERS, Loading, heads
from cli.load.tables import Unreadable
from cli.load.transport import connect

# Bulk loading runs ahead of what the other services have heard; they are seconds behind at most.
PATIENCE = 8


def run(base_url: str, token: str, file: Path, region: str) -> int:
    """Load the file; 0 when every row is in the system. A second run adds nothing."""
    console = Console()
    loading: Loading | None = None
    try:
        leads = lead_rows.read(file)
        client = Client(connect(base_url, token, WORKERS))
        loading = Loading(client, console, heads(client, ("customer", "activity", "pipeline")))
        load(loading, leads, region)
        settle(loading)
    except (Unreadable, GaveUp) as error:
        tell(console, error, loading)
        return 1
    loading.summary.show(console)
    return loading.summary.exit_code


def load(loading: Loading, leads: list[Lead], region: str) -> None:
    summary = loading.summary
    summary.read = {"leads": len(leads), "phone numbers": sum(len(one.phones) for one in leads)}
    registrations = [lead_rows.registration(one, region) for one in leads]
    answers = loading.step("leads → customers", registrations)
    there = [
        (one, str(answer.body["id"]))
        for one, answer in zip(leads, answers, strict=True)
        if answer.accepted
    ]
    noted = [lead_rows.follow_up(one, id_) for one, id_ in there if one.notes]
    loading.step("notes → follow-ups", noted, unknown_yet=PATIENCE)
    raised = [lead_rows.stage(one, id_) for one, id_ in there if one.rung != CLAIMED]
    loading.step("deal stages → ladder", raised, unknown_yet=PATIENCE)
    summary.remarks.append(phone_line(loading.client, answers))
    rungs = Counter(one.rung for one, _ in there)
    summary.remarks.append("rungs: " + " · ".join(f"{rungs[rung]:,} {rung}" for rung in rungs))


def phone_line(client: Client, answers: list[Answer]) -> str:
    """How the customer service has understood the numbers, read from the events it published."""
    counts: Counter[bool] = Counter()
    ours = {str(answer.body["id"]) for answer in answers if answer.accepted}
    for event in registered(client, [one.position for one in answers if one.accepted]):
        if event["customer_id"] in ours:
            counts.update(bool(phone["valid"]) for phone in event["phones"])
    return (
        f"{counts[True]:,} phone numbers are valid and kept as E.164 with extension; "
        f"{counts[False]:,} are not, kept as written and compared by their digits"
    )
