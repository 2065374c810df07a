"""How follow-ups are logged with one key: for one customer, or down a call list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from kernel import NotFound, Refusal
from kernel.change import change
from kernel.commits import Commits
from kernel.form import Form, identifier
from kernel.nameko import at_start, rpc
from kernel.parallel import side_by_side
from kernel.patience import patiently
from kernel.rowwise import one_row, summed
from kernel.settings import setting
from services.activity import quick_log, rights, template
from services.activity.contact import CONTACT, FollowUp
from services.activity.events import Template, TemplateUsed
from services.activity.owners import Standing, find_many
from services.activity.quick_log import Pressed
from services.activity.service.binding import Binding, read_teams
from services.activity.service.desk import Json, now
from services.activity.service.keeping_days import KeepingDays
from services.activity.service.planning import Planning

LONGEST_NOTE = 5_000
LONGEST_ID = 64
SIDE_BY_SIDE = 16  # rows of a call list: commits that wait together are written together


class QuickLogging(Binding, KeepingDays, Planning):
    batch_limit = at_start(lambda: int(setting("GUANXI_BATCH_LIMIT", "100")))

    @rpc
    def quick_log(
        self,
        customer_id: str,
        key: str,
        teams: Sequence[str] | None = None,
        note: str | None = None,
        contact_id: str | None = None,
        next_contact_at: str | None = None,
    ) -> Json:
        rights.require_staff(self.caller)
        with Form() as form:
            of = read_teams(form, teams)
            said = {"note": note, "contact_id": contact_id, "next_contact_at": next_contact_at}
            pressed = read(form, "", {"key": key, **said})
        id = identifier("customer", customer_id)
        return self._quick_log(self.log, id, pressed, of, self._standing(id, now()))

    @rpc
    def quick_logs(self, rows: Any, teams: Sequence[str] | None = None) -> Json:
        """Each a command of its own, with an answer of its own."""
        rights.require_staff(self.caller)
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
            told = quick_log.follows(follow_up)
            about = (self.caller, customer, made, id, follow_up, at)
            decided: list[Any] = [change(CONTACT, id, quick_log.log, *about)]
            if follow_up.channel == "visit":
                decided.append(self._closing(follow_up.author, id, made, at))
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

    def _bound(self, teams: Sequence[str], key: str) -> tuple[Template, TemplateUsed]:
        """A key that is not known has perhaps just been bound."""
        try:
            return template.used(self._books(teams), key)
        except NotFound:
            return template.used(self._books(teams, fresh=True), key)

    def _standings(self, ids: Sequence[str], at: datetime) -> dict[str, Standing]:
        """The news of all of them is waited for together."""
        return patiently(
            lambda: find_many(self.owners, ids),
            lambda found: all(rights.works_on(self.caller, one, at) for one in found.values()),
            self.patience,
            self.heard.wait,
            sure=self.heard.sure,
        )


def read(form: Form, at: str, given: Mapping[str, Any]) -> Pressed:
    contact_id = form.maybe_text(f"{at}contact_id", given.get("contact_id"), LONGEST_ID)
    return Pressed(
        key=form.text(f"{at}key", given.get("key"), LONGEST_ID),
        note=form.maybe_text(f"{at}note", given.get("note"), LONGEST_NOTE, lines=True),
        contact_id=contact_id,
        next_contact_at=form.maybe_time(f"{at}next_contact_at", given.get("next_contact_at")),
    )


def read_rows(form: Form, rows: Any, most: int) -> dict[str, Pressed]:
    """By customer, each once: a key that is pressed twice would be two calls."""
    listed = isinstance(rows, list | tuple) and all(isinstance(row, dict) for row in rows)
    if not listed or not 0 < len(rows) <= most:
        form.wrong("rows", f"must be a list of 1 to {most} rows")
        return {}
    found: dict[str, Pressed] = {}
    for place, row in enumerate(rows):
        id = form.text(f"rows.{place}.customer_id", row.get("customer_id"), LONGEST_ID)
        if id in found:
            form.wrong(f"rows.{place}.customer_id", "stands in another row already")
        found[id] = read(form, f"rows.{place}.", row)
    return found
