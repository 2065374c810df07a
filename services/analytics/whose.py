"""Whom and what a question names must be there: what is misspelt is not counted as nothing."""

from typing import Any

from kernel.projection import Projection
from kernel.refusal import NotFound
from kernel.rows import Rows
from services.analytics import organisation, pipelines
from services.analytics.asker import Asker
from services.analytics.deals import DEALS
from services.analytics.ladder import LADDER
from services.analytics.organisation import STAFF
from services.analytics.pipelines import PIPELINES
from services.analytics.reading import find_one
from services.analytics.work import WORKLOAD

# Where a token says who works here, it is what they did that tells of them:
TRACES: tuple[tuple[Projection, str], ...] = (
    (STAFF, "_id"), (DEALS, "seen_by"), (WORKLOAD, "person"), (LADDER, "owners.owner"),
)  # fmt: skip


def looking_at(rows: Rows, asker: Asker, person: str | None, people: Any = None) -> Asker:
    """The same, who looks at the people of a team alone, or at one of them.

    Raises NotFound for who never worked here, as for one whom they do not see.
    """
    among = asker if people is None else asker.of_people(people)
    if person is None:
        return among
    require_person(rows, among, person)
    return among.about(person)


def require_person(rows: Rows, asker: Asker, person: str) -> None:
    """A known one without figures has none; NotFound is for everybody else."""
    asker.about(person)
    if person not in asker.people and not any(
        find_one(rows.collection(traced), {field: person}) for traced, field in TRACES
    ):
        raise NotFound(what="person", id=person)


def require_line(rows: Rows, lists: Rows, asker: Asker, by: str | None, key: str | None) -> None:
    """The person, the team or the pipeline that a line of a report is named by."""
    if key is None:
        return
    if by == "person":
        require_person(rows, asker, key)
    elif by == "team" and key not in organisation.teams(rows.collection(STAFF)).values():
        raise NotFound(what="team", id=key)
    elif by == "pipeline":
        pipelines.row_of(lists.collection(PIPELINES), key)
