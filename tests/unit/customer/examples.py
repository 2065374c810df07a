"""A customer's life in examples, shared by every test that needs one."""

from datetime import UTC, datetime

from services.customer.customer import told
from services.customer.events import (
    CustomerAssigned,
    CustomerClaimed,
    CustomerRegistered,
    CustomerReleased,
    Phone,
    Profile,
)

MORNING = datetime(2026, 1, 5, 1, tzinfo=UTC)
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
EVENING = datetime(2026, 1, 5, 10, tzinfo=UTC)

MOBILE = Phone("138 0013 8000", "+8613800138000", None, True)
SHOP = Profile(
    name="西湖茶行",
    company="杭州西湖茶业有限公司",
    phones=(MOBILE,),
    emails=("li@example.cn",),
    industry="retail",
    source="visit",
    remark="closes at noon",
)


def registered(owner: str | None = None, pool: str | None = None) -> CustomerRegistered:
    return CustomerRegistered(
        customer_id="c1", owner=owner, pool=pool, by="may", at=MORNING, **told(SHOP)
    )  # fmt: skip


IN_POOL = registered(pool="public")
OWNED_BY_ANN = registered(owner="ann")
CLAIMED_BY_ANN = CustomerClaimed("c1", "ann", NOON)
RELEASED_BY_ANN = CustomerReleased("c1", "ann", "moved away", "public", "ann", EVENING)
ASSIGNED_TO_BOB = CustomerAssigned("c1", "bob", "may", "ann", EVENING)
