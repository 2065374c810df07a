"""What follows on the ladder from a follow-up that was logged with one key."""

from services.followed import FollowUp
from services.pipeline.events import LadderEvent, StageRefused
from services.pipeline.ladder import Ladder, step

MOVES = ("raise", "lower", "stage")
WORKED = ("claimed", "intent", "high-intent")  # the rungs that one goes up and down by


def follow(
    ladder: Ladder, made: FollowUp, do: str, to: str | None
) -> list[LadderEvent | StageRefused]:
    """It moves under the ownership that it was logged under, or it is told why not.

    Of that ownership this ladder may not have heard yet: then it stands on `claimed` by now.
    """
    unheard = ladder.rung == "pool" and made.ownership > ladder.ownership
    stands = WORKED[0] if unheard else ladder.rung
    if made.ownership < ladder.ownership:
        return refused(ladder, made, do, to, "changed-hands")
    if stands == "pool":
        return refused(ladder, made, do, to, "in-pool")
    target = to if do == "stage" else rung_beside(stands, do)
    if target is None:
        return refused(ladder, made, do, to, "no-rung")
    if target == ladder.rung:
        return []
    about = (made.author, made.outcome, made.ownership, made.entered_at, made.follow_up_id)
    return [*step(ladder, made.customer_id, target, *about)]


def rung_beside(rung: str, do: str) -> str | None:
    """None at the ends, and for what is lost or won: that is said by its name."""
    if rung not in WORKED:
        return None
    place = WORKED.index(rung) + (1 if do == "raise" else -1)
    return WORKED[place] if 0 <= place < len(WORKED) else None


def refused(
    ladder: Ladder, made: FollowUp, do: str, to: str | None, why: str
) -> list[LadderEvent | StageRefused]:
    about = (made.customer_id, made.follow_up_id, do, to, ladder.rung, why)
    return [StageRefused(*about, made.author, made.entered_at)]
