"""The profile of a customer: what is known of it, read from what somebody typed."""

from typing import Any

from kernel.form import Form
from services.customer import email, phone
from services.customer.events import Phone, Profile
from services.customer.keys import Key as Key
from services.customer.keys import keys as keys

HERE = "CN"  # where a number without country code is rung
MOST_NUMBERS = 20
LONGEST_PHONE = 64
LONGEST_EMAIL = 254


def read(
    form: Form,
    name: Any,
    company: Any,
    phones: Any,
    emails: Any,
    industry: Any,
    source: Any,
    remark: Any,
    region: Any,
    keep_invalid_phones: Any,
) -> Profile:
    """Wrong fields are noted in the form."""
    keep = form.flag("keep_invalid_phones", keep_invalid_phones)
    return Profile(
        name=form.title("name", name, 200),
        company=form.maybe_text("company", company, 200),
        phones=read_phones(form, phones, region, keep),
        emails=read_emails(form, emails),
        industry=form.maybe_text("industry", industry, 100),
        source=form.maybe_text("source", source, 100),
        remark=form.maybe_text("remark", remark, 10_000, lines=True),
    )


def read_phones(
    form: Form, phones: Any, region: Any, keep: bool, area: str | None = None
) -> tuple[Phone, ...]:
    """A landline without area code is one of `area`: see `area_codes.area_code`."""
    region = HERE if region is None else region
    if not isinstance(region, str) or region not in phone.REGIONS:
        form.wrong("region", "must be a country as CN or US")
        return ()
    written = form.texts("phones", phones, MOST_NUMBERS, LONGEST_PHONE)
    found = (
        form.read(f"phones.{place}", text, lambda text: read_phone(text, region, keep, area), None)
        for place, text in enumerate(written)
        if text
    )
    return tuple(number for number in found if number)


def read_phone(written: str, region: str, keep: bool, area: str | None = None) -> Phone:
    number = phone.parse(written, region, area)
    if not (number.valid or keep):
        raise ValueError(f"is no telephone number of {region}, nor an international one with +")
    return number


def read_emails(form: Form, emails: Any) -> tuple[str, ...]:
    written = form.texts("emails", emails, MOST_NUMBERS, LONGEST_EMAIL)
    found = (
        form.read(f"emails.{place}", text, email.parse, "")
        for place, text in enumerate(written)
        if text
    )
    return tuple(address for address in found if address)
