"""Operators look at webhooks, pause them, resume them, and have everything sent again."""

import pytest

from cli.arguments import parser
from cli.load.client import Answer
from cli.webhook import ACTIONS
from cli.webhook_told import about, deliveries, lines

HOOK = {
    "id": "w1", "name": "ERP", "url": "https://erp.example.cn/in", "events": ["customer.*"],
    "personal": False, "by": "root", "at": "2026-11-01T08:00:00Z", "state": "paused",
    "paused": "gone", "paused_at": "2026-11-20T10:15:30Z", "failing_since": None,
    "next_try_at": None, "status": 410, "error": "", "taken": ["customer:41"], "both_until": None,
}  # fmt: skip
DELIVERY = {
    "number": 7, "event": "/guanxi/customer/42", "type": "t", "subject": "s", "attempts": 2,
    "outcome": "failing", "status": 410, "error": "", "milliseconds": 1234,
    "answer": "go\x1b[2J away\n", "first_at": "2026-11-20T10:15:00Z",
    "at": "2026-11-20T10:15:30Z", "next_at": None,
}  # fmt: skip


class Api:
    def __init__(self, *hooks, status=200):
        self.hooks, self.status, self.asked = hooks, status, []

    def get(self, path, **query):
        return {"items": list(self.hooks) if path == "/v1/webhooks" else [DELIVERY]}

    def post(self, path, body, key):
        self.asked.append((path, body))
        wrong = {"type": "x/not-sent", "detail": "it is sent nothing of activity"}
        return Answer(self.status, {} if self.status == 200 else wrong)


def run(api, *words):
    asked = parser().parse_args(["webhook", *words])
    return ACTIONS[asked.action or "list"](api, asked)


@pytest.mark.parametrize(
    ("words", "path", "body"),
    [
        ("pause ERP", "w1/pause", {}),
        ("resume w1", "w1/resume", {}),
        ("replay ERP --after customer:0,pipeline:3", "w1/replay",
         {"after": ["customer:0", "pipeline:3"]}),
        ("replay ERP --since 2026-11-22T07:00:00Z", "w1/replay", {"since": "2026-11-22T07:00:00Z"}),
    ],
)  # fmt: skip
def test_what_is_wanted_is_asked_of_the_api(capsys, words, path, body):
    api = Api(HOOK, HOOK | {"id": "w2", "name": "BI"})
    assert run(api, *words.split()) == 0
    assert api.asked == [(f"/v1/webhooks/{path}", body)]
    assert capsys.readouterr().out.startswith("ERP ")


def test_what_is_refused_is_said(capsys):
    assert run(Api(HOOK, status=409), "replay", "ERP", "--after", "activity:0") == 1
    assert "not-sent · it is sent nothing of activity" in capsys.readouterr().err


def test_it_must_be_clear_which_one_is_meant(capsys):
    two = Api(HOOK, HOOK | {"id": "w2"})
    assert run(two, "pause", "ERP") == run(two, "show", "CRM") == 1
    said = capsys.readouterr().err
    assert "2 webhooks are called ERP; say which by its id: w1, w2" in said
    assert "there is no webhook CRM" in said
    assert two.asked == []
    assert run(two, "pause", "w2") == 0


def test_all_are_listed_with_how_they_stand(capsys):
    assert run(Api(HOOK)) == run(Api(), "list") == 0
    said = capsys.readouterr().out
    assert "ERP      paused  2026-11-20 10:15 UTC     410  customer:41" in said
    assert "there are none" in said
    assert next(lines([])).startswith("there are none")


def test_one_is_shown_with_what_was_sent_last(capsys):
    assert run(Api(HOOK), "show", "ERP") == 0
    said = capsys.readouterr().out
    assert "state:       paused, gone" in said
    assert "events:      customer.*, without persons" in said
    assert "/guanxi/customer/42" in said
    assert not any(line.startswith(("error:", "next try:")) for line in about(HOOK))


def test_what_a_target_has_said_moves_no_cursor():
    [_, row] = deliveries([DELIVERY])
    assert row.endswith("go�[2J away�")
    [_, row] = deliveries([DELIVERY | {"error": "x" * 500}])
    assert row.endswith("x" * 60 + "…")
