"""How pools are set up: opened, renamed, peopled, ruled and closed."""

from collections.abc import Callable, Sequence
from typing import Any

from kernel.change import change, expecting
from kernel.form import Form, identifier
from kernel.nameko import rpc
from kernel.refusal import NotFound
from services.customer import pool as pools
from services.customer import pool_rules
from services.customer.events import HIDEABLE, PoolEvent
from services.customer.pool import MOST_PEOPLE, POOL, Pool
from services.customer.service.desk import Desk, Json, now
from services.staff import require_active

LONGEST_NAME = 100
LONGEST_PERSON = 200
Texts = Sequence[str] | None


class Pooling(Desk):
    @rpc
    def open_pool(self, pool_id: str, name: str) -> Json:
        with Form() as form:
            name = form.title("name", name, LONGEST_NAME)
            form.read("id", pool_id, identified, "")
        return self._set_up(pool_id, pools.open_pool, name=name)

    @rpc
    def rename_pool(self, pool_id: str, name: str, expected: int | None = None) -> Json:
        with Form() as form:
            name = form.title("name", name, LONGEST_NAME)
        return self._set_up(pool_id, pools.rename, expected, name=name)

    @rpc
    def set_pool_members(
        self,
        pool_id: str,
        members: Texts = None,
        everybody: bool | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            everybody = form.flag("everybody", everybody)
            named = people(form, "members", members)
            if everybody == (members is not None):
                form.wrong("members", "either members, or everybody")
        chosen = None if everybody else named
        decide = self._staffed(pools.set_members, named)
        return self._set_up(pool_id, decide, expected, members=chosen)

    @rpc
    def set_pool_admins(
        self, pool_id: str, admins: Texts = None, expected: int | None = None
    ) -> Json:
        with Form() as form:
            named = people(form, "admins", admins)
        decide = self._staffed(pools.set_admins, named)
        return self._set_up(pool_id, decide, expected, admins=named)

    def _staffed(
        self, decide: Callable[..., list[PoolEvent]], named: frozenset[str]
    ) -> Callable[..., list[PoolEvent]]:
        """Who is in it already may have left since: only who comes in must not have."""
        gone = self._gone(named)

        def decided(pool: Pool, **how: Any) -> list[PoolEvent]:
            made = decide(pool, **how)
            before = (pool.members or frozenset()) | pool.admins
            require_active(gone - before if made else ())
            return made

        return decided

    @rpc
    def show_pool_fields(
        self,
        pool_id: str,
        shown: Texts = None,
        all: bool | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            every = form.flag("all", all)
            named = form.texts("shown", shown, len(HIDEABLE), LONGEST_NAME)
            for place, field in enumerate(named):
                form.choice(f"shown.{place}", field, HIDEABLE)
            if every == (shown is not None):
                form.wrong("shown", "either names of fields, or all")
        chosen = None if every else tuple(field for field in HIDEABLE if field in named)
        return self._set_up(pool_id, pools.show, expected, fields=chosen)

    @rpc
    def set_pool_rules(
        self,
        pool_id: str,
        rules: Any,
        time_zone: str | None = None,
        expected: int | None = None,
    ) -> Json:
        with Form() as form:
            read = pool_rules.read(form, rules, self._fields())
            zone = pool_rules.read_zone(form, time_zone)
            for place, rule in enumerate(read):
                if rule.return_to and not self._into(rule.return_to).taken:
                    form.wrong(f"rules.{place}.return_to", "must be a pool that is open")
        return self._set_up(pool_id, pools.set_rules, expected, rules=read, time_zone=zone)

    @rpc
    def close_pool(self, pool_id: str, expected: int | None = None) -> Json:
        return self._set_up(pool_id, pools.close, expected)

    def _set_up(
        self, pool_id: str, decide: Callable[..., Any], expected: int | None = None, **how: Any
    ) -> Json:
        with Form() as form:
            expected = form.maybe_version("expected", expected)
        id = identifier("pool", pool_id)
        if expected is not None and not pools.sees(self.caller, self._pool(id)):
            expected = None  # a version is nothing to tell to who may not see the pool
        made = change(POOL, id, decide, asker=self.caller, pool_id=id, at=now(), **how)
        return self.log.commit(expecting(expected, made)).to_json()


def people(form: Form, field: str, named: Texts) -> frozenset[str]:
    for place, person in enumerate(listed := form.texts(field, named, MOST_PEOPLE, LONGEST_PERSON)):
        form.person(f"{field}.{place}", person)
    return frozenset(listed)


def identified(id: Any) -> str:
    """Raises ValueError: here it is chosen, not looked up."""
    try:
        return identifier("pool", id)
    except NotFound:
        raise ValueError("must be 1 to 64 letters, digits and dashes, as north-2") from None
