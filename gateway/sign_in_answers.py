"""What is said to who signs in: tokens, or as little as possible."""

from typing import Any

from gateway.password_policy import normal
from gateway.sessions import Stay
from gateway.tokens import TTL, Unauthorised, issue
from kernel.refusal import Forbidden


def require_another(password: str, new: str) -> None:
    if normal(password) == normal(new):
        raise Forbidden("password-not-changed", "Please choose one that is not the one before.")


def must_change() -> Forbidden:
    return Forbidden(
        "password-must-change",
        "This password was set by somebody else. Please sign in once more with `new_password` "
        "beside it, which is yours from then on.",
    )


def told(stay: Stay, role: str) -> dict[str, Any]:
    return {
        "access_token": issue(stay.person, role, TTL, stay.session),
        "token_type": "Bearer",
        "expires_in": round(TTL.total_seconds()),
        "refresh_token": stay.token,
        "user": stay.person,
        "role": role,
    }


def refused() -> Unauthorised:
    return Unauthorised("sign-in-refused", "Login and password do not fit. Please try again.")


def refused_token() -> Unauthorised:
    return Unauthorised("refresh-refused", "You are signed out. Please sign in again.")
