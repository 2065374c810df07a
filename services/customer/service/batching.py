"""Many customers with one request, each by a command of its own: claimed, released, assigned."""

from typing import Any

from kernel.commits import Commits
from kernel.form import Form
from kernel.nameko import rpc
from kernel.rowwise import read_ids, row_by_row
from services.customer import rights
from services.customer.service.desk import Json
from services.customer.service.owning import Owning, going


class Batching(Owning):
    @rpc
    def claim_many(self, ids: Any) -> Json:
        rights.require_staff(self.caller)
        with Form() as form:
            ids = read_ids(form, ids, self.settings.batch_limit)
        return row_by_row(self.log, ids, self._claim)

    @rpc
    def release_many(self, ids: Any, reason: str, pool: str | None = None) -> Json:
        rights.require_staff(self.caller)
        with Form() as form:
            ids = read_ids(form, ids, self.settings.batch_limit)
            reason, pool, _ = going(form, reason, pool, None)

        def release(log: Commits, id: str) -> Json:
            return self._release(log, id, reason, pool, None)

        return row_by_row(self.log, ids, release)

    @rpc
    def assign_many(self, ids: Any, to: str) -> Json:
        rights.require_staff(self.caller)
        with Form() as form:
            ids = read_ids(form, ids, self.settings.batch_limit)
            to = form.person("to", to)

        def assign(log: Commits, id: str) -> Json:
            return self._assign(log, id, to)

        return row_by_row(self.log, ids, assign)
