"""Pools over HTTP: where customers lie whom nobody holds, who claims them, and by which rules."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Record, Shown
from gateway.asked import Asked
from gateway.colleagues import Colleague
from gateway.fields import Choice, Flag, Several, Text
from gateway.http import get, post
from gateway.names import Title
from gateway.queries import CURSOR, LONGEST_CURSOR, Listing, Whole
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Shape
from gateway.times import Day
from kernel.nameko import remote

REASONS = ("silence", "no-opportunity", "no-won-deal", "contract-ended")
FIELDS = (
    "company", "short_name", "sign", "phones", "emails", "messaging", "addresses", "contacts",
    "industry", "source", "level", "business_status", "locality", "credit_code", "licence_number",
    "shop", "contract_ends_on", "remark", "fields",
)  # fmt: skip
LARGEST = 1_000_000
YEARS = 3_650  # days
PATH = "/v1/pools/<pool_id>"
ID = r"^[0-9A-Za-z][0-9A-Za-z-]{0,63}$"


class OpenPool(Shape):
    id = Text(64, required=True, metadata={"pattern": ID, "description": "for ever, as north-2"})
    name = Title(100, required=True)


class RenamePool(Shape):
    name = Title(100, required=True)


class PoolMembers(Shape):
    """One of both."""

    members = Several(Colleague(required=True), most=1000)
    everybody = Flag()


class PoolAdmins(Shape):
    admins = Several(Colleague(required=True), most=1000, required=True)


class PoolShown(Shape):
    """One of both."""

    shown = Several(Choice(*FIELDS, required=True), most=len(FIELDS))
    all = Flag()


class RuleCondition(Shape):
    field = Text(
        100,
        required=True,
        metadata={
            "description": "level, source, industry, business_status, locality, or a field's id"
        },
    )
    any_of = Several(Text(100, required=True), most=100, least=1, required=True)


class RuleReturn(Shape):
    because = Choice(*REASONS, required=True)
    days = Whole(1, YEARS, required=True)


class RuleWarning(Shape):
    days = Whole(1, YEARS, required=True)
    to = Choice("owner", "manager")


class PoolRule(Shape):
    """For customers that meet all conditions; the first rule that fits holds."""

    name = Title(100, required=True)
    conditions = Several(fields.Nested(RuleCondition), most=20)
    claims_per_day = Whole(0, LARGEST)
    holding_cap = Whole(0, LARGEST)
    won_count = Flag(metadata={"description": "whether won customers count against the cap"})
    cooldown_days = Whole(1, YEARS)
    protection_hours = Whole(1, 24 * 365)
    returns = Several(fields.Nested(RuleReturn), most=len(REASONS))
    returns_won = Flag(metadata={"description": "whether won customers return as well"})
    return_to = Text(100)
    warnings = Several(fields.Nested(RuleWarning), most=10)


class PoolRules(Shape):
    rules = Several(fields.Nested(PoolRule), most=50, required=True)
    time_zone = Text(64, metadata={"example": "Asia/Shanghai"})


class SimulateRules(PoolRules):
    from_ = Day(data_key="from", required=True)
    to = Day()
    limit = Whole(1, 200)
    cursor = Text(LONGEST_CURSOR, metadata={"description": CURSOR})


class Simulated(Shown):
    items = fields.List(fields.Dict(), required=True)
    next = fields.String(required=True, allow_none=True, metadata={"description": "cursor"})
    looked_at = fields.Integer(required=True, metadata={"description": "customers of this page"})


class Pool(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"description": "for `If-Match`"})
    name = fields.String(required=True)
    closed = fields.Boolean(required=True)
    members = fields.List(
        fields.String(), required=True, allow_none=True, metadata={"description": "null: everybody"}
    )
    admins = fields.List(fields.String(), required=True)
    shown = fields.List(
        fields.String(), required=True, allow_none=True, metadata={"description": "null: all"}
    )
    rules = fields.List(fields.Dict(), required=True)
    rules_version = fields.Integer(required=True)
    time_zone = fields.String(required=True, allow_none=True)


class PoolRoutes:
    customer = remote("customer")
    analytics = remote("analytics")

    @post("/v1/pools", roles=MANAGERS, body=OpenPool, answer=Receipted("/v1/pools/{id}"))
    def open_pool(self, asked: Asked) -> Any:
        """Open a pool, or one again that was closed; everybody is a member to begin with."""
        return self.customer.open_pool(pool_id=asked.body["id"], name=asked.body["name"])

    @get("/v1/pools", roles=EVERY_ROLE, query=Listing, answer=Page(Pool))
    def list_pools(self, asked: Asked) -> Any:
        """The pools that you may see, with their rules."""
        return self.analytics.pools(**asked.filters)

    @get(PATH, roles=EVERY_ROLE, answer=Record(Pool, versioned=True))
    def read_pool(self, asked: Asked, pool_id: str) -> Any:
        """One pool; its ETag is what If-Match compares."""
        return self.analytics.pool(pool_id=pool_id, **asked.filters)

    @post(f"{PATH}/rename", roles=EVERY_ROLE, body=RenamePool, conditional=True)
    def rename_pool(self, asked: Asked, pool_id: str) -> Any:
        """Call a pool by another name; its id stays."""
        return self.customer.rename_pool(pool_id=pool_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/members", roles=EVERY_ROLE, body=PoolMembers, conditional=True)
    def set_pool_members(self, asked: Asked, pool_id: str) -> Any:
        """Say who sees and claims what lies in a pool: these people, or everybody."""
        call = self.customer.set_pool_members
        return call(pool_id=pool_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/admins", roles=MANAGERS, body=PoolAdmins, conditional=True)
    def set_pool_admins(self, asked: Asked, pool_id: str) -> Any:
        """Say who sets a pool up, assigns out of it and withdraws into it, besides managers."""
        call = self.customer.set_pool_admins
        return call(pool_id=pool_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/shown", roles=EVERY_ROLE, body=PoolShown, conditional=True)
    def show_pool_fields(self, asked: Asked, pool_id: str) -> Any:
        """Say what members see of a customer before it is claimed, besides its name."""
        call = self.customer.show_pool_fields
        return call(pool_id=pool_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/rules", roles=EVERY_ROLE, body=PoolRules, conditional=True)
    def set_pool_rules(self, asked: Asked, pool_id: str) -> Any:
        """Set all rules of a pool; they hold from now on, for what came from it too."""
        return self.customer.set_pool_rules(pool_id=pool_id, expected=asked.expected, **asked.body)

    @post(f"{PATH}/simulate", roles=EVERY_ROLE, body=SimulateRules, answer=Record(Simulated))
    def simulate_pool_rules(self, asked: Asked, pool_id: str) -> Any:
        """Which customers other rules would have moved, and on which days; nothing is done."""
        return self.customer.simulate_pool_rules(pool_id=pool_id, **asked.body)

    @post(f"{PATH}/close", roles=MANAGERS, conditional=True)
    def close_pool(self, asked: Asked, pool_id: str) -> Any:
        """Close a pool: nothing comes into it any more, what lies in it may be claimed."""
        return self.customer.close_pool(pool_id=pool_id, expected=asked.expected)
