"""Many editors of one record with If-Match: who has read an old version changes nothing."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from time import monotonic

from tests.contests import history
from tests.contests.claiming import accepted, flat, told
from tests.contests.client import Answer, Client, at_once
from tests.contests.company import Company, Document
from tests.contests.row import OURS, Row

OTHER = {"prospecting": "engaging", "engaging": "prospecting"}
LONGEST = 200  # rounds of one editor


def edits(company: Company, editors: int, each: int) -> Row:
    """Each editor reads the deal, moves it to its other stage, and reads again when refused."""
    boss = company.boss()
    opened = boss.post("/v1/opportunities", {"product": "标准版"})
    people = [company.client(f"contest-editor-{n}", "manager") for n in range(editors)]
    began = monotonic()
    answers = flat(at_once([partial(edit, one, opened, each) for one in people]))
    seconds = monotonic() - began
    contest = f"{editors} editors of one record, {each} edits each"
    damage = edited_wrongly(company.log("pipeline"), opened.body["id"], answers, editors * each)
    return Row(contest, OURS, len(answers), told(answers), damage, seconds)


def edit(editor: Client, opened: Answer, each: int) -> list[Answer]:
    path, after = f"/v1/opportunities/{opened.body['id']}", opened.body["position"]
    answers: list[Answer] = []
    while len(accepted(answers)) < each and len(answers) < LONGEST:
        seen = editor.get(path, after)
        to = OTHER[seen.body["stage"]]
        answers.append(editor.post(f"{path}/stage", {"to": to}, If_Match=seen.etag))
        after = answers[-1].body.get("position", after)
    return answers


def edited_wrongly(
    log: list[Document], id: str, answers: Sequence[Answer], wanted: int
) -> dict[str, int]:
    made = [e for e in history.events(log) if e["stream"] == f"opportunity/{id}"]
    moves = [(event["data"].get("was"), event["data"].get("to")) for event in made[1:]]
    given = sorted(answer.version for answer in accepted(answers))
    return {
        "answers other than 200, 409, 412": sum(a.status not in (200, 409, 412) for a in answers),
        "edits that did not come about": abs(wanted - len(given)),
        "versions given twice or left out": sum(a != b for a, b in enumerate(given, start=2)),
        "edits lost": abs(len(given) - len(moves)),
        "edits of what nobody had read": sum(a[1] != b[0] for a, b in pairwise(moves)),
        "acknowledged, not in the log": history.lost(log, accepted(answers)),
        **history.damage(log),
    }
