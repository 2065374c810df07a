"""How follow-ups are logged with one key: for one customer, or down a call list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from kernel import NotFound, Refusal
from kernel.change import change
from kernel.commits import Commits
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.parallel import side_by_side
from kernel.patience import patiently
from kernel.rowwise import one_row, summed
from services.activity import call_list, quick_log, template
from services.activity.contact import CONTACT, FollowUp
from services.activity.events import Template, TemplateUsed
from services.activity.owners import Standing, find_many
from services.activity.pressing import read, read_rows
from services.activity.quick_log import Pressed
from services.activity.service.binding import Binding, read_teams
from services.activity.service.desk import Json, now
from services.activity.service.keeping_hours import KeepingHours
from services.activity.service.listing import Decide
from services.activity.service.planning import Planning
from services.activity.template_form import places
from services.rights import require_staff, works_on

SIDE_BY_SIDE = 16  # rows of a call list: commits that wait together are written together


class QuickLogging(Binding, KeepingHours, Planning):
    @rpc
    def quick_log(
        self,
        customer_id: str,
        key: str,
        teams: Sequence[str] | None = None,
        note: str | None = None,
        contact_id: str | None = None,
        next_contact_at: str | None = None,
        list_id: str | None = None,
    ) -> Json:
        require_staff(self.caller)
        with Form() as form:
            of = read_teams(form, teams)
            said = {"note": note, "contact_id": contact_id, "next_contact_at": next_contact_at}
            pressed = read(form, "", {"key": key, "call_list": list_id, **said})
        id = identifier("customer", customer_id)
        return self._quick_log(self.log, id, pressed, of, self._standing(id, now()))

    @rpc
    def quick_logs(self, rows: Any, teams: Sequence[str] | None = None) -> Json:
        """Each a command of its own, with an answer of its own."""
        require_staff(self.caller)
        with Form() as form:
            of = read_teams(form, teams)
            pressed = read_rows(form, rows, self.batch_limit)
        known = self._standings(list(pressed), now())
        self._books(of)  # once for all

        def row(log: Commits, id: str) -> Json:
            made = self._quick_log(log, identifier("customer", id), pressed[id], of, known[id])
            return made | {"follow_up_id": made["id"]}

        return summed(
            side_by_side(lambda id: one_row(self.log, id, row), list(pressed), SIDE_BY_SIDE)
        )

    def _quick_log(
        self,
        log: Commits,
        id: str,
        pressed: Pressed,
        teams: Sequence[str],
        customer: Standing,
    ) -> Json:
        """What is refused is refused by the commit: a command that was done before is answered as
        before, though the customer is gone or the key free by now.
        """
        made, at = str(uuid5(NAMESPACE_OID, log.context.command_id)), now()
        told: Json = {}
        try:
            follow_up = self._filled(pressed, teams, customer, at)
            self._require_hours(follow_up.channel, at)
            told = quick_log.follows(follow_up)
            about = (self.caller, customer, made, id, follow_up, at)
            decided: list[Any] = [change(CONTACT, id, quick_log.log, *about)]
            if follow_up.channel == "visit":
                decided.append(self._closing(follow_up.author, id, made, at))
            decided += self._listings(pressed, follow_up, id, made, customer, at)
        except Refusal as refusal:
            decided = [change(CONTACT, id, quick_log.refused, refusal)]
        return replace(log.commit(*decided, told=told), id=made, version=0).to_json()

    def _filled(
        self, pressed: Pressed, teams: Sequence[str], customer: Standing, at: datetime
    ) -> FollowUp:
        bound, used = self._bound(teams, pressed.key)
        ahead = pressed.next_contact_at
        if ahead is None and bound.next_contact_days is not None:
            ahead = self._in_days(at, bound.next_contact_days, bound.working_day)
        today = at.astimezone(self.zone).date()
        return quick_log.written(self.caller, customer, pressed, bound, used, ahead, today)

    def _listings(
        self,
        pressed: Pressed,
        follow_up: FollowUp,
        id: str,
        made: str,
        customer: Standing,
        at: datetime,
    ) -> list[Any]:
        """Off the list that is worked down, and onto others: in the follow-up's own commit."""
        onto = places(follow_up.effects, "list")
        wanted: dict[str, Decide] = dict.fromkeys(onto, call_list.put)
        if pressed.call_list:
            wanted[pressed.call_list] = call_list.strike
        return [
            self._listed(self._call_list(list_id), id, customer, at, decide, made)
            for list_id, decide in wanted.items()
        ]

    def _bound(self, teams: Sequence[str], key: str) -> tuple[Template, TemplateUsed]:
        """A key that is not known has perhaps just been bound."""
        try:
            return template.used(self._books(teams), key)
        except NotFound:
            return template.used(self._books(teams, fresh=True), key)

    def _standings(self, ids: Sequence[str], at: datetime) -> dict[str, Standing]:
        """The news of all of them is waited for together."""
        known = patiently(
            lambda: find_many(self.heard, ids),
            lambda found: all(works_on(self.caller, one, at) for one in found.values()),
            self.patience,
            self.hearing.wait,
            sure=self.hearing.sure,
        )
        self.log.rests_on("customer", max((one.heard for one in known.values()), default=0))
        return known
