"""A file of leads as commands: who the customer is, what was noted, on which rung it stands.

The file's deal stages are a seller's habit, our ladder is a promise; each stage goes to the highest
rung it proves. Who was only contacted, waits or is approached anew is claimed and no more.

    New Lead, Contacted, On Hold, Re-engagement   claimed       (its owner has it; nothing to send)
    Qualified                                     intent
    Proposal Sent, Negotiation                    high-intent
    Closed Won                                    won
    Closed Lost, Disqualified                     lost
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.load.steps import Command
from cli.load.tables import Row, Unreadable, rows

COLUMNS = (
    "Account Id", "Lead Owner", "First Name", "Last Name", "Company", "Phone 1", "Phone 2",
    "Email 1", "Email 2", "Website", "Source", "Deal Stage", "Notes",
)  # fmt: skip
CLAIMED = "claimed"
RUNGS: Mapping[str, str] = {
    "New Lead": CLAIMED,
    "Contacted": CLAIMED,
    "On Hold": CLAIMED,
    "Re-engagement": CLAIMED,
    "Qualified": "intent",
    "Proposal Sent": "high-intent",
    "Negotiation": "high-intent",
    "Closed Won": "won",
    "Closed Lost": "lost",
    "Disqualified": "lost",
}


@dataclass(frozen=True)
class Lead:
    id: str
    owner: str
    name: str
    company: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    website: str
    source: str
    stage: str  # as in the file
    notes: str

    @property
    def rung(self) -> str:
        return RUNGS[self.stage]


def read(file: Path) -> list[Lead]:
    """All leads; raises Unreadable before anything is loaded."""
    found = [lead(row) for row in rows(file, COLUMNS)]
    if unknown := {one.stage for one in found} - set(RUNGS):
        raise Unreadable(f"{file}: unknown deal stage {', '.join(sorted(unknown))}")
    if len({one.id for one in found}) < len(found):
        raise Unreadable(f"{file}: an Account Id stands in two rows")
    return found


def lead(row: Row) -> Lead:
    return Lead(
        row["Account Id"], row["Lead Owner"], f"{row['First Name']} {row['Last Name']}".strip(),
        row["Company"], filled(row, "Phone 1", "Phone 2"), filled(row, "Email 1", "Email 2"),
        row["Website"], row["Source"], row["Deal Stage"], row["Notes"],
    )  # fmt: skip


def filled(row: Row, *columns: str) -> tuple[str, ...]:
    return tuple(row[column] for column in columns if row[column])


def registration(lead: Lead, region: str) -> Command:
    body: dict[str, Any] = {
        "name": lead.name,
        "company": lead.company,
        "phones": list(lead.phones),
        "emails": list(lead.emails),
        "owner": lead.owner,
        "source": lead.source,
        "remark": f"Website: {lead.website}" if lead.website else None,
        "region": region,
        "keep_invalid_phones": True,
        "keep_unknown_owner": True,
    }
    given = {name: value for name, value in body.items() if value}
    return command(lead, "/v1/customers", given, "customer")


def follow_up(lead: Lead, customer_id: str) -> Command:
    """The file says what was noted and by whom, not when: it counts as noted at the import."""
    body = {"channel": "other", "outcome": lead.stage, "note": lead.notes, "author": lead.owner}
    return command(lead, f"/v1/customers/{customer_id}/follow-ups", body, "follow-up")


def stage(lead: Lead, customer_id: str) -> Command:
    body = {"to": lead.rung, "reason": f"{lead.stage} in the imported file"}
    return command(lead, f"/v1/customers/{customer_id}/stage", body, "stage")


def command(lead: Lead, path: str, body: Mapping[str, Any], step: str) -> Command:
    return Command(f"lead {lead.id} {lead.name}", path, body, f"leads/{lead.id}/{step}")
