"""A quick log: what one key makes of a customer, decided with the follow-up that it writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel import Forbidden, NotFound, Refusal, Rejected
from kernel.context import Context
from kernel.rfc3339 import dump_time
from services.activity import consent, contact
from services.activity.contact import Contact, FollowUp
from services.activity.events import ContactEvent, CustomerNews, Effect, Template, TemplateUsed
from services.activity.owners import Standing
from services.activity.template_form import filled
from services.rights import IN_POOL, LEADS

WHERE = {
    "raise": "pipeline",
    "lower": "pipeline",
    "stage": "pipeline",
    "release": "customer",
    "list": "activity",
}


@dataclass(frozen=True)
class Pressed:
    """A key, and what is said besides."""

    key: str
    note: str | None = None  # after the template's text
    contact_id: str | None = None  # who was reached; None: the primary contact is named
    next_contact_at: datetime | None = None  # instead of the template's
    call_list: str | None = None  # that the customer is struck off


def written(
    asker: Context,
    customer: Standing,
    pressed: Pressed,
    template: Template,
    used: TemplateUsed,
    next_contact_at: datetime | None,
    today: date,
) -> FollowUp:
    """The follow-up, with its text filled in."""
    values = {"customer": customer.name, "author": asker.actor, "date": today.isoformat()}
    contact = customer.contacts.get(pressed.contact_id or customer.primary or "", "")
    text = filled(template.text, values | {"contact": contact})
    return FollowUp(
        author=asker.actor,
        channel=template.channel,
        outcome=template.outcome,
        note="\n".join(filter(None, (text, pressed.note))),
        next_contact_at=next_contact_at,
        at=None,
        contacts=(pressed.contact_id,) if pressed.contact_id else (),
        template=used,
        effects=template.effects,
        reached=template.reached,
    )


def log(
    known: Contact,
    asker: Context,
    customer: Standing,
    follow_up_id: str,
    customer_id: str,
    follow_up: FollowUp,
    at: datetime,
) -> list[ContactEvent | CustomerNews]:
    """Who may not make it is told so first."""
    made = contact.log(known, asker, customer, follow_up_id, customer_id, follow_up, at)
    for contact_id in follow_up.contacts:
        if contact_id not in customer.contacts:
            raise NotFound(what="contact", id=contact_id)
    require_effects(asker, customer, follow_up.effects)
    if any(effect.do == "list" for effect in follow_up.effects):
        consent.require_open(known.closed, "phone")  # for who calls down that list
    return made


def refused(known: Contact, refusal: Refusal) -> list[ContactEvent | CustomerNews]:
    raise refusal


def require_effects(asker: Context, customer: Standing, effects: Sequence[Effect]) -> None:
    """For who may log: what already cannot follow is refused, and nothing is written."""
    if customer.owner is None and any(effect.do != "list" for effect in effects):
        raise Rejected(*IN_POOL)
    gives_up = any(effect.do == "release" for effect in effects)
    if gives_up and asker.role not in LEADS and asker.actor != customer.owner:
        raise Forbidden(
            "not-yours", f"only {customer.owner} or a manager may release it: take another key"
        )


def follows(follow_up: FollowUp) -> dict[str, Any]:
    """What is answered: what stands in the log, and what will be done about it by whom."""
    assert follow_up.template
    at = follow_up.next_contact_at
    return {
        "template": dict(vars(follow_up.template)),
        "next_contact_at": dump_time(at) if at else None,
        "follows": [told(effect) for effect in follow_up.effects],
    }


def told(effect: Effect) -> Mapping[str, Any]:
    return {"do": effect.do, "to": effect.to, "service": WHERE[effect.do]}
