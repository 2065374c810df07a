"""How templates are bound to keys, and read when a key is pressed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kernel.change import change, expecting
from kernel.form import Form
from kernel.nameko import rpc
from kernel.refusal import Refusal
from services.activity import call_list, template, template_form
from services.activity.owners import POOLS
from services.activity.service.desk import Json, now
from services.activity.service.listing import Listing
from services.activity.template import BOOK, WHOLE_COMPANY, Book, Holder
from services.activity.template_form import PUBLIC, places

MOST_TEAMS = 50


class Binding(Listing):
    @rpc
    def bind_quick_log(
        self,
        key: str,
        scope: str,
        holder: str | None = None,
        led: bool = False,
        expected: int | None = None,
        **said: Any,
    ) -> Json:
        """`led`: whether the caller leads that team, as the gateway knows."""
        with Form() as form:
            key = template_form.read_key(form, key)
            whose = template_form.read_holder(form, scope, holder, self.caller.actor)
            wanted = template_form.read(form, said)
            expected = form.maybe_version("expected", expected)
            for pool in places(wanted.effects, "release"):
                self._require_pool(form, pool)
            for list_id in places(wanted.effects, "list"):
                self._require_list(form, list_id)
        made = change(
            BOOK, whose.book, template.define, self.caller, led is True, whose, key, wanted, now()
        )
        return replace(self.log.commit(expecting(expected, made)), id=key).to_json()

    @rpc
    def retire_quick_log(
        self,
        key: str,
        scope: str,
        holder: str | None = None,
        led: bool = False,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            key = template_form.read_key(form, key)
            whose = template_form.read_holder(form, scope, holder, self.caller.actor)
            expected = form.maybe_version("expected", expected)
        made = change(
            BOOK, whose.book, template.retire, self.caller, led is True, whose, key, now()
        )
        return replace(self.log.commit(expecting(expected, made)), id=key).to_json()

    def _books(self, teams: Sequence[str], fresh: bool = False) -> list[tuple[Holder, Book]]:
        """What holds first stands first: one's own, one's teams from below, the company's."""
        own = Holder("person", self.caller.actor)
        holders = [own, *(Holder("team", id) for id in teams), WHOLE_COMPANY]
        wanted = [(BOOK, holder.book) for holder in holders]
        books = self.recent.states(self.log.states, wanted, fresh)
        return list(zip(holders, books, strict=True))

    def _require_pool(self, form: Form, pool: str) -> None:
        """As far as this service has heard; whether it still takes any is seen when it does."""
        row = self.heard.collection(POOLS).find_one({"_id": pool}) or {}
        admitted = {*(row.get("members") or ()), *row.get("admins", ())}
        closed_off = row.get("members") is not None and self.caller.actor not in admitted
        there = row.get("open", pool == PUBLIC)
        if not there or (closed_off and not self.caller.sees_all):
            form.wrong("effects", f"there is no pool {pool} that you could release into")

    def _require_list(self, form: Form, list_id: str) -> None:
        try:
            call_list.require_open(self._call_list(list_id))
        except Refusal:
            form.wrong("effects", f"there is no open call list {list_id}: open one first")


def read_teams(form: Form, teams: Any) -> list[str]:
    """The caller's team and those above it, as the gateway knows them."""
    return form.texts("teams", teams, MOST_TEAMS, 100)
