"""Signing in over HTTP: a password for tokens, a refresh token for the next ones, and an end."""

from datetime import date
from typing import Any

from marshmallow import fields

from gateway.answers import Record, Shown
from gateway.asked import Asked
from gateway.callers import Callers
from gateway.deprecation import Deprecated
from gateway.http import post
from gateway.identity import Identity
from gateway.names import Person as Login
from gateway.organising import Organising
from gateway.password_text import chosen
from gateway.routes import ANYBODY, EVERY_ROLE
from gateway.secret import SecretText
from gateway.shape import Shape
from gateway.signing_in import SigningIn
from kernel.refusal import Rejected

SESSIONS = Deprecated(date(2026, 11, 23), date(2027, 12, 1), "/v1/sign-in")
PASSWORD = 1_024  # characters that are looked at; a new one has fewer


class SignIn(Shape):
    login = Login(required=True)
    password = SecretText(PASSWORD, required=True)
    new_password = chosen()  # theirs from now on


class GoOn(Shape):
    refresh_token = SecretText(200, required=True)


class Tokens(Shown):
    access_token = fields.String(required=True, metadata={"description": "for `Authorization`"})
    token_type = fields.String(required=True, metadata={"enum": ["Bearer"]})
    expires_in = fields.Integer(required=True, metadata={"description": "seconds"})
    refresh_token = fields.String(required=True, metadata={"description": "good once"})
    user = fields.String(required=True)
    role = fields.String(required=True)


class Done(Shown):
    signed_out = fields.Boolean(required=True)


class SignInRoutes(Organising):
    identity = Identity()
    callers: Callers

    @post("/v1/sign-in", roles=ANYBODY, body=SignIn, answer=Record(Tokens))
    def sign_in(self, asked: Asked) -> Any:
        """Sign in with a password: an access token for ten minutes, and a refresh token.

        `sign-in-refused` says no more than that login and password do not fit. After five wrong
        ones in a row each further one has to wait, longer every time (429, `Retry-After`).
        `password-must-change`: somebody else has set this password; send yours as `new_password`.
        """
        body = asked.body
        new = body.get("new_password")
        return self._signing_in().sign_in(
            body["login"], body["password"].reveal(), new and new.reveal(), asked.address
        )

    @post("/v1/sessions", roles=ANYBODY, body=SignIn, answer=Record(Tokens), deprecated=SESSIONS)
    def open_session(self, asked: Asked) -> Any:
        """The same as `POST /v1/sign-in`, under its older name."""
        return self.sign_in(asked)

    @post("/v1/sign-in/refresh", roles=ANYBODY, body=GoOn, answer=Record(Tokens))
    def refresh(self, asked: Asked) -> Any:
        """The next pair of tokens for a refresh token, which is good once.

        A refresh token that comes a second time was copied: all tokens of this sign-in end. Who
        has got no answer sends the very same request with the same `Idempotency-Key` within a
        minute.
        """
        return self._signing_in().go_on(asked.body["refresh_token"].reveal())

    @post("/v1/sign-out", roles=EVERY_ROLE, answer=Record(Done))
    def sign_out(self, asked: Asked) -> Any:
        """End this sign-in: its refresh token at once, its access tokens within a second."""
        assert asked.caller
        if not asked.caller.session:
            raise Rejected("no-session", "this token was not made by signing in: let it run out")
        self._signing_in().end(asked.caller.session, asked.caller.user, "asked")
        return {"signed_out": True}

    @post("/v1/sign-out-everywhere", roles=EVERY_ROLE, answer=Record(Done))
    def sign_out_everywhere(self, asked: Asked) -> Any:
        """End all your sign-ins, on every device."""
        assert asked.caller
        self._signing_in().end_everywhere(asked.caller.user)
        return {"signed_out": True}

    def _signing_in(self) -> SigningIn:
        return SigningIn(self.identity, self.log, self._organisation)
