"""How the system stands, for whoever looks after it."""

from typing import Any

from kernel.nameko import outlook, rpc
from kernel.refusal import Forbidden
from services.analytics.asker import asker
from services.analytics.service.desk import Desk, now


class Standing(Desk):
    outlook = outlook()

    @rpc
    def status(self) -> dict[str, Any]:
        """Lag, backlog, growth, and until when there is room."""
        if not asker(self.caller, now()).leads:
            raise Forbidden("role-not-allowed", "only managers and administrators look after it")
        return self.outlook.standing()
