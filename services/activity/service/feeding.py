"""How a person's calendar is opened to other programs: by a token that only its bearer knows."""

from dataclasses import replace
from secrets import token_hex

from kernel.change import change
from kernel.form import Form, identifier
from kernel.nameko import rpc
from services.activity import calendar_rights as rights
from services.activity import feed
from services.activity.feed import FEEDS
from services.activity.service.desk import Desk, Json, now

BYTES = 24


class Feeding(Desk):
    @rpc
    def open_feed(self, name: str | None = None) -> Json:
        """The token is answered once: who repeats the command after losing it gets none."""
        rights.require_staff(self.caller)
        with Form() as form:
            shown = form.maybe_text("name", name, 100) or "calendar"
        id, person, token = self._made(), self.caller.actor, token_hex(BYTES)
        made = change(FEEDS, person, feed.open_, id, person, shown, feed.hashed(token), now())
        receipt = replace(self.log.commit(made), id=id).to_json()
        return receipt | {"token": token if self._is(person, id, token) else None}

    @rpc
    def revoke_feed(self, feed_id: str) -> Json:
        """From now on its address shows nothing."""
        rights.require_staff(self.caller)
        id, person = identifier("feed", feed_id), self.caller.actor
        made = change(FEEDS, person, feed.revoke, id, person, person, now())
        return replace(self.log.commit(made), id=id).to_json()

    def _is(self, person: str, id: str, token: str) -> bool:
        """Another one, if the command had been done before."""
        feeds = self.log.states.newest(FEEDS, person)
        return bool(feeds.open.get(id) == feed.hashed(token))
