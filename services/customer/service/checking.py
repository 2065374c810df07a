"""Whether somebody is known already: asked before entry, and told as a warning after it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo.errors import ConnectionFailure, ExecutionTimeout

from kernel import Invalid
from kernel.form import Form
from kernel.nameko import at_start, rows, rpc, subscribe
from kernel.refusal import Refusal, Unavailable
from services.customer import credit_code, duplicates, keys, likeness, profile, registry, rights
from services.customer import similar as similarity
from services.customer.events import Messaging, Profile
from services.customer.keys import Key
from services.customer.service.desk import Desk, Json
from services.customer.similar import LOOKALIKES, SIMILAR

LONGEST_NAME = 200
LONGEST_ID = 128
MOST_IDS = 20
MESSENGERS = ("wechat", "wecom", "qq", "dingtalk")
NOT_NOW = (ConnectionFailure, ExecutionTimeout)


class Checking(Desk):
    lookalikes = rows(LOOKALIKES)
    filing = subscribe(LOOKALIKES)
    tables = at_start(likeness.warm)

    @rpc
    def check(
        self,
        name: str | None = None,
        company: str | None = None,
        credit_code: str | None = None,
        phones: Sequence[str] | None = None,
        emails: Sequence[str] | None = None,
        messaging: Sequence[Mapping[str, str]] | None = None,
        region: str | None = None,
    ) -> Json:
        """Who has one of these already, from the log itself; and who is like it."""
        rights.require_staff(self.caller)
        with Form() as form:
            asked = Profile(
                name=form.maybe_text("name", name, LONGEST_NAME) or "",
                company=form.maybe_text("company", company, LONGEST_NAME),
                credit_code=read_code(form, credit_code),
                phones=profile.read_phones(form, phones, region, keep=True),
                emails=profile.read_emails(form, emails),
                messaging=read_messaging(form, messaging),
            )
        if asked == Profile(name=""):
            nothing = {"field": "name", "message": "give a name, a phone or anything else to go by"}
            raise Invalid("invalid", "there is nothing to look for", errors=[nothing])
        return self._known(asked)

    def _known(self, asked: Profile) -> Json:
        found = [key for key in keys.keys(asked) if registry.kept(key, self.settings.warned)]
        taken = registry.taken(self.log.states, found, self.settings.identity_key)
        who = similarity.asked(asked)
        try:
            similar = self._similar(who, who.blocks, {holder.id for _, holder in taken})
        except NOT_NOW:
            raise Unavailable("too-slow", "the list of names is away", retry_after=2) from None
        return {"duplicates": duplicates.told(self.caller, taken), "similar": similar}

    def _warnings(self, customer_id: str, described: Profile, known: Collection[Key]) -> list[Json]:
        """Of what has just been written: who shares a key that warns, and whose name it has.

        One request, and none that may keep a registration that is done from being answered.
        """
        warned = [key for key in known if key.kind in self.settings.warned]
        shared = registry.taken(
            self.log.states, [key for key in warned if registry.kept(key, self.settings.warned)],
            self.settings.identity_key, but=customer_id, fresh=False,
        )  # fmt: skip
        who = similarity.asked(described)
        try:
            alike = self._similar(who, who.sure, {customer_id} | {one.id for _, one in shared})
        except (*NOT_NOW, Refusal):
            alike = []
        return duplicates.told(self.caller, shared) + alike

    def _similar(
        self, who: similarity.Asked, blocks: Sequence[int], but: Collection[str]
    ) -> list[Json]:
        return similarity.found(self.lookalikes.collection(SIMILAR), self.caller, who, blocks, but)


def read_code(form: Form, given: Any) -> str | None:
    written = form.maybe_text("credit_code", given, LONGEST_NAME)
    return form.read("credit_code", written, credit_code.parse, None) if written else None


def read_messaging(form: Form, given: Any) -> tuple[Messaging, ...]:
    if given is None:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_IDS:
        form.wrong("messaging", f"must be a list of at most {MOST_IDS} objects with kind and id")
        return ()
    return tuple(read_id(form, f"messaging.{place}", one) for place, one in enumerate(given))


def read_id(form: Form, field: str, given: Any) -> Messaging:
    told = given if isinstance(given, Mapping) else {}
    kind = form.choice(f"{field}.kind", told.get("kind"), MESSENGERS)
    return Messaging(kind, form.text(f"{field}.id", told.get("id"), LONGEST_ID))
