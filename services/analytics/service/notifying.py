"""What the analytics service answers about notifications: everybody's own, and nobody else's."""

from collections.abc import Sequence

from kernel.nameko import rpc
from services.analytics import notifications
from services.analytics.asker import Asker, asker
from services.analytics.freshness import caught_up
from services.analytics.notifications import INBOXES, NOTIFICATIONS, Answer
from services.analytics.parameters import texts, wrong
from services.analytics.service.desk import Desk, now

After = Sequence[str] | None


class Notifying(Desk):
    @rpc
    def notifications(
        self,
        unread: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
        after: After = None,
    ) -> Answer:
        who, asked = asker(self.caller, now()), texts(unread=unread)
        rows = caught_up(self.lists, after)
        found, inboxes = rows.collection(NOTIFICATIONS), rows.collection(INBOXES)
        page = notifications.notifications(
            found, inboxes, who.user, asked.get("unread"), limit, cursor
        )
        return page | {"items": self._with_names(who, page["items"])}

    @rpc
    def notifications_since(self, number: int, limit: int | None = None) -> Answer:
        who = asker(self.caller, now())
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            raise wrong("number", "is the number of a notification")
        rows, inboxes = self.lists.collection(NOTIFICATIONS), self.lists.collection(INBOXES)
        told = notifications.since(rows, inboxes, who.user, number, limit)
        return {"items": self._with_names(who, told["items"])}

    def _with_names(self, who: Asker, items: Sequence[Answer]) -> list[Answer]:
        """With what the customers are called that they may still see."""
        ids = [one["customer_id"] for one in items if one["customer_id"]]
        names = self._seen(who, ids) if ids else {}
        return [one | {"customer": names.get(one["customer_id"])} for one in items]

    @rpc
    def unread(self, after: After = None) -> Answer:
        who = asker(self.caller, now())
        return notifications.counted(caught_up(self.lists, after).collection(INBOXES), who.user)

    @rpc
    def inbox_heads(self, people: Sequence[str]) -> dict[str, int]:
        """For who waits on behalf of several: numbers, and nothing of what is in them."""
        return notifications.heads(self.lists.collection(INBOXES), people)
