"""Webhooks as the sender sees them in the gateway's log, and the one command that it gives."""

from collections.abc import Mapping
from dataclasses import replace
from threading import Lock

from gateway.webhook import pause
from gateway.webhook_remembered import COMPANY, WEBHOOKS, Webhook
from kernel.change import change
from kernel.commits import Commits, now
from kernel.context import Context
from kernel.ids import identified
from kernel.refusal import NotFound
from kernel.states import States

ACTOR = "webhooks"


class Hooks:
    """For several threads."""

    def __init__(self, states: States) -> None:
        self._states = states
        self._lock = Lock()

    def known(self) -> Mapping[str, Webhook]:
        """By id, as they are now."""
        with self._lock:
            found = self._states.newest(WEBHOOKS, COMPANY)
        return found.known

    def pause(self, hook: Webhook, why: str, status: int | None) -> None:
        """Once for each turn, whoever asks and however often; nothing for one that is gone."""
        id = f"webhook-paused/{hook.id}/{hook.turn}"
        context = identified(Context(actor=ACTOR, command_id=id))
        made = change(
            WEBHOOKS, COMPANY, pause, hook.id, ACTOR, now(), why=why, status=status, turn=hook.turn
        )
        try:
            with self._lock:
                Commits(self._states, replace(context, correlation_id=id)).commit(made)
        except NotFound:
            return
