"""Whether somebody is known already: asked before entry, and told as a warning after it."""

from collections.abc import Collection, Mapping, Sequence

from pymongo.errors import ConnectionFailure, ExecutionTimeout

from kernel import Invalid
from kernel.form import Form
from kernel.nameko import at_start, rpc
from kernel.refusal import Refusal, Unavailable
from services.customer import duplicates, keys, likeness, profile, registry, rights
from services.customer import similar as similarity
from services.customer.events import Profile
from services.customer.keys import Key
from services.customer.service.desk import Desk, Json, now
from services.customer.similar import SIMILAR

NOT_NOW = (ConnectionFailure, ExecutionTimeout)


NAMES = frozenset({"name", "company"})  # of a similar customer


class Checking(Desk):
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
            given = {
                "name": name, "company": company, "credit_code": credit_code, "phones": phones,
                "emails": emails, "messaging": messaging,
            }  # fmt: skip
            mentioned = {field: value for field, value in given.items() if value}
            asked = profile.merged(
                profile.NOBODY, profile.values(form, mentioned, region, keep_invalid=True)
            )
        if asked == profile.NOBODY:
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
        return {
            "duplicates": duplicates.told(self.caller, taken, self._pools(), now()),
            "similar": similar,
        }

    def _warnings(self, described: Profile, known: Collection[Key]) -> Json:
        """Of who is about to be registered: who shares a key that warns, and whose name it has.

        One request, and none that may keep a registration from being done. What is told is kept
        with the commit, so that the same is told to who asks again: therefore without names.
        """
        warned = [key for key in known if key.kind in self.settings.warned]
        shared = registry.taken(
            self.log.states, [key for key in warned if registry.kept(key, self.settings.warned)],
            self.settings.identity_key, fresh=False,
        )  # fmt: skip
        who = similarity.asked(described)
        try:
            alike = self._similar(who, who.sure, {one.id for _, one in shared})
        except (*NOT_NOW, Refusal):
            alike = []
        nameless = [{name: one[name] for name in one.keys() - NAMES} for one in alike]
        found = duplicates.told(self.caller, shared, self._pools(), now()) + nameless
        return {"warnings": found} if found else {}

    def _similar(
        self, who: similarity.Asked, blocks: Sequence[int], but: Collection[str]
    ) -> list[Json]:
        return similarity.found(
            self.heard.collection(SIMILAR), self.caller, who, blocks, but, self._pools(), now()
        )
