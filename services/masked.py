"""Which fields are masked for who does not hold a customer, and what is left of them to see."""

from kernel.settings import setting
from services.telephones import covered

FIELDS = ("phones", "emails", "messaging")


def fields() -> frozenset[str]:
    """`phones,emails`, or `none`; ValueError for what cannot be masked."""
    listed = setting("GUANXI_MASKED_FIELDS", "phones")
    named = frozenset(name.strip() for name in listed.split(",")) - {"none"}
    if unknown := named - set(FIELDS):
        known = ", ".join(FIELDS)
        raise ValueError(f"GUANXI_MASKED_FIELDS: {', '.join(sorted(unknown))} is none of {known}")
    return named


def email(address: str) -> str:
    """`l***@example.cn`: as many stars for every address."""
    person, _, domain = address.rpartition("@")
    return f"{person[:1]}***@{domain}"


def messenger(id: str) -> str:
    """`l****88`; of a short one nothing is left."""
    return covered(id[:1], id[1:], 2) if len(id) > 5 else "*" * len(id)
