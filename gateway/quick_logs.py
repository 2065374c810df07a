"""Quick logs over HTTP: templates bound to keys, and one key for one customer or a call list."""

from collections.abc import Mapping
from typing import Any

from gateway.answers import Record
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.customers import PATH
from gateway.http import get, post, put
from gateway.next_customer import listed, next_customer, next_to_call, require_readable, told
from gateway.quick_log_shapes import (
    BindQuickLog,
    FindQuickLogs,
    LogSeveral,
    Pressed,
    PressKey,
    QuickLogsShown,
    WhoseQuickLog,
)
from gateway.routes import EVERY_ROLE
from gateway.rowwise import Rowwise
from kernel.nameko import remote
from kernel.refusal import NotFound


class QuickLogRoutes:
    activity = remote("activity")
    analytics = remote("analytics")
    callers: Callers

    @get("/v1/quick-logs", roles=EVERY_ROLE, query=FindQuickLogs, answer=Record(QuickLogsShown))
    def find_quick_logs(self, asked: Asked) -> Any:
        """Your keys: your own templates before your team's, those before the company's."""
        filters, holder = asked.filters, asked.query.get("holder")
        if asked.query.get("scope") == "team":
            self._team(holder)
        return self.analytics.quick_logs(teams=self._teams(asked), **filters)

    @put("/v1/quick-logs/<key>", roles=EVERY_ROLE, body=BindQuickLog, conditional=True)
    def bind_quick_log(self, asked: Asked, key: str) -> Any:
        """Bind a template to a key, of your own, of a team that you lead or of the company."""
        how = self._led(asked)
        return self.activity.bind_quick_log(
            key=key, expected=asked.expected, **how, **plain(asked.body)
        )

    @post("/v1/quick-logs/<key>/retire", roles=EVERY_ROLE, body=WhoseQuickLog, conditional=True)
    def retire_quick_log(self, asked: Asked, key: str) -> Any:
        """Free a key: the template of the wider scope holds again."""
        how = self._led(asked)
        return self.activity.retire_quick_log(key=key, expected=asked.expected, **how, **asked.body)

    @post("/v1/quick-logs", roles=EVERY_ROLE, body=LogSeveral, answer=Rowwise())
    def quick_log_several(self, asked: Asked) -> Any:
        """Log a call list: one key for each customer, each answered for itself."""
        rows = [dict(row) for row in asked.body["rows"]]
        return self.activity.quick_logs(rows=rows, teams=self._teams(asked))

    @post(
        f"{PATH}/quick-log/<key>",
        roles=EVERY_ROLE,
        body=PressKey,
        answer=Pressed("/v1/customers/{customer_id}/timeline"),
    )
    def quick_log(self, asked: Asked, customer_id: str, key: str) -> Any:
        """Log a follow-up with one key, and tell who comes next in the list."""
        body = dict(asked.body)
        of, call_list = body.pop("next_of", None), body.pop("call_list", None)
        said = {"customer_id": customer_id, "key": key, "teams": self._teams(asked), **body}
        if call_list is not None:
            made = self.activity.quick_log(**said, list_id=call_list)
            return made | told(lambda: next_to_call(self.analytics, call_list, customer_id, made))
        if of is None:
            return self.activity.quick_log(**said)
        of = listed(asked.context.actor, of)
        require_readable(self.analytics, of)
        made = self.activity.quick_log(**said)
        return made | told(lambda: next_customer(self.analytics, of, customer_id, made))

    def _teams(self, asked: Asked) -> list[str]:
        """The caller's team and those above it, the nearest first."""
        return self.callers.teams(asked.context.actor)

    def _led(self, asked: Asked) -> dict[str, bool]:
        """Whether the team that is named is the caller's own, or one below it."""
        if asked.body["scope"] != "team":
            return {}
        team = self._team(asked.body.get("holder"))
        own = self._teams(asked)[:1]
        return {"led": bool(own) and own[0] in self.callers.organisation.above(team)}

    def _team(self, id: str | None) -> str:
        if id not in self.callers.organisation.teams:
            raise NotFound(what="team", id=id)
        return str(id)


def plain(body: Mapping[str, Any]) -> dict[str, Any]:
    effects = [dict(effect) for effect in body.get("effects", ())]
    return {**body, "effects": effects} if effects else dict(body)
