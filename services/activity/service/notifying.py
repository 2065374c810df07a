"""How somebody says that they have read their notifications, and managers set when reminders are.

A notification is one's own or does not exist.
"""

from typing import Any

from kernel.change import change
from kernel.form import Form
from kernel.nameko import rpc
from services.activity import inbox, reminder_rules
from services.activity.inbox import INBOX
from services.activity.reminder_rules import COMPANY, LONGEST, RULES, Rules
from services.activity.rule_input import read_rules
from services.activity.service.desk import Desk, Json, now
from services.activity.service.numbers import number, numbers

MOST = 200  # notifications that one request names


class Notifying(Desk):
    @rpc
    def read_notification(self, notification_id: str) -> Json:
        return self._read([number(notification_id)])

    @rpc
    def read_notifications(self, ids: Any = None, upto: str | None = None) -> Json:
        """Those that are named, or all up to one, or all."""
        if ids is not None and upto is not None:
            with Form() as form:
                form.wrong("upto", "names all up to one: leave it out, or `ids`")
        if ids is not None:
            return self._read(numbers(ids, MOST))
        person, last = self.caller.actor, None if upto is None else number(upto)
        return self.log.commit(change(INBOX, person, inbox.read_all, person, last, now())).to_json()

    @rpc
    def reminder_rules(self) -> Json:
        rules = self.log.states.newest(RULES, COMPANY)
        return shown(rules)

    @rpc
    def set_reminder_rules(
        self,
        morning: str | None = None,
        working_days: bool | None = None,
        overdue: Any = None,
        never: Any = None,
        forgotten: Any = None,
    ) -> Json:
        """All of them: what is not given is as nobody has set it."""
        ladders = {"overdue": overdue, "never": never, "forgotten": forgotten}
        with Form() as form:
            wanted = read_rules(form, morning, working_days, ladders)
        made = change(RULES, COMPANY, reminder_rules.set_rules, self.caller, wanted, now())
        return self.log.commit(made).to_json()

    def _read(self, which: list[int]) -> Json:
        person = self.caller.actor
        return self.log.commit(change(INBOX, person, inbox.read, person, which, now())).to_json()


def shown(rules: Rules) -> Json:
    ladders = {
        name: [{"days": step.days, "to": list(step.to)} for step in ladder]
        for name, ladder in rules.ladders.items()
    }
    about = {name: getattr(rules, name) for name in ("version", "morning", "working_days")}
    return about | {name: ladders[name] for name in LONGEST}
