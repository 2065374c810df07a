"""What somebody wants who hands over: whose customers go to whom, and how they are shared out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kernel import Invalid
from kernel.context import Context
from services.rights import require_lead

STRATEGIES = ("one", "evenly", "load", "pool")
MOST_RECEIVERS = 100


@dataclass(frozen=True)
class Plan:
    """Whose customers go to whom, and how they are shared out."""

    leaver: str = ""
    to: tuple[str, ...] = ()
    strategy: str = "one"
    pool: str | None = None
    reason: str = ""


def require_plan(asker: Context, plan: Plan) -> None:
    """Whatever can be said about it without knowing anybody."""
    require_lead(asker, "hand customers over")
    errors = list(mistakes(plan))
    if errors:
        told = [{"field": name, "message": message} for name, message in errors]
        raise Invalid("invalid", "the input has errors", errors=told)


def mistakes(plan: Plan) -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = list(wrong_receivers(plan))
    if plan.strategy == "pool" and plan.to:
        found.append(("to", "a pool gets them: name nobody, or another strategy"))
    if plan.strategy != "pool" and not plan.to:
        found.append(("to", "name who gets them"))
    if plan.strategy != "pool" and plan.pool:
        found.append(("pool", "name a pool with the strategy pool only"))
    if plan.strategy == "one" and len(plan.to) > 1:
        found.append(("strategy", "one gets all: name one, or share out evenly or by load"))
    return found


def wrong_receivers(plan: Plan) -> Iterator[tuple[str, str]]:
    if plan.leaver in plan.to:
        yield "to", f"{plan.leaver} is who hands over: name others"
    if len(set(plan.to)) < len(plan.to):
        yield "to", "name each of them once"
