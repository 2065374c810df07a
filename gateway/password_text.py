"""A password that is chosen, as it is sent: its length is told and checked before anything else."""

from typing import Any

from gateway.password_policy import LONGEST, SHORTEST
from gateway.secret import SecretText

ADVICE = "not one that many people choose; a sentence is easy to remember"


def chosen(**options: Any) -> SecretText:
    return SecretText(LONGEST, least=SHORTEST, metadata={"description": ADVICE}, **options)
