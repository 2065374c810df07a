"""What is read of webhooks beside the log: where each stands, and what was delivered."""

from collections.abc import Iterable
from typing import Any

from nameko.extensions import DependencyProvider

from gateway.secret import credential_key
from gateway.sending import LEASE
from gateway.sending.deliveries import Deliveries
from gateway.sending.standing import Shelf, Standing
from gateway.sending.target import Policy
from gateway.webhook_remembered import Webhook
from gateway.webhook_shown import shown
from kernel.following import holders
from kernel.live import durable
from kernel.nameko import process


class WebhookRows(DependencyProvider):
    """With a setting that cannot be followed, nothing starts."""

    def setup(self) -> None:
        credential_key()
        self.database = durable(process.database("gateway"))
        self.policy = Policy.from_settings()
        self.shelf, self.deliveries = Shelf(self.database), Deliveries(self.database)

    def get_dependency(self, worker_ctx: Any) -> "WebhookRows":
        return self

    def shown(self, hooks: Iterable[Webhook]) -> list[dict[str, Any]]:
        known = {hook.id: hook for hook in hooks}
        stands = self.shelf.load_all(known)
        return [shown(hook, stands.get(id, Standing())) for id, hook in known.items()]

    def sender(self) -> str:
        """The process that sends; empty when none does."""
        return holders(self.database).get(LEASE, "")
