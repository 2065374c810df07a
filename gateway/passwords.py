"""Passwords over HTTP: one's own is changed, a colleague gets one for the first time or anew."""

from datetime import UTC, datetime
from typing import Any

from gateway import account
from gateway.asked import Asked
from gateway.http import post, put
from gateway.identity import Identity
from gateway.organising import Organising
from gateway.password_policy import require_good
from gateway.password_text import chosen
from gateway.routes import ADMINISTRATORS, EVERY_ROLE, require_person
from gateway.secret import SecretText
from gateway.shape import Shape
from gateway.signing_in import SigningIn

LONGEST = 1_024


class ChangePassword(Shape):
    old_password = SecretText(LONGEST, required=True)
    new_password = chosen(required=True)


class GivePassword(Shape):
    password = chosen(required=True)


class PasswordRoutes(Organising):
    identity = Identity()

    @put("/v1/me/password", roles=EVERY_ROLE, body=ChangePassword)
    def change_password(self, asked: Asked) -> Any:
        """Change your password; your other sign-ins end, this one goes on."""
        assert asked.caller
        new, old = asked.body["new_password"].reveal(), asked.body["old_password"].reveal()
        signing_in = SigningIn(self.identity, self.log, self._organisation)
        return signing_in.change(asked.caller, old, new, asked.address).to_json()

    @post("/v1/people/<person>/password", roles=ADMINISTRATORS, body=GivePassword)
    def give_password(self, asked: Asked, person: str) -> Any:
        """Give somebody a password for their first sign-in, at which they choose their own.

        All their sign-ins end.
        """
        require_person(asked.caller)
        known = self.identity.account(person)
        account.require_known(known, person, self._organisation())
        password = asked.body["password"].reveal()
        require_good(password, person, field="password")
        at = datetime.now(UTC)
        receipt = self.identity.set_password(self.log, person, password, at, once=True)
        self.identity.sessions.end_all(person, at)
        return receipt.to_json()
