"""How an API key is given out: its digest is there before the event, and it is told once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from gateway import programs
from gateway.api_key import API_KEYS, COMPANY, ApiKeys
from gateway.events import ApiKeyEvent
from gateway.identity import Identity
from gateway.organising import Organising
from kernel.change import change

Decide = Callable[[ApiKeys, str], list[ApiKeyEvent]]  # it is told the new key's id


class Issuing(Organising):
    identity = Identity()

    def _issue(self, decide: Decide, at: datetime) -> dict[str, Any]:
        """The receipt, with the key; null in its place when the command was done before."""
        id = uuid4().hex
        token, digest = programs.made(id)
        with self.identity.credentials.kept(id, f"{API_KEYS.name}/{id}", digest, at):
            made = change(API_KEYS, COMPANY, decide, id)
            receipt = self.log.commit(made, told={"key_id": id})
        issued = receipt.told["key_id"]  # by the same command, when it came before
        if issued != id:
            self.identity.credentials.drop(id)
        told = replace(receipt, id=issued, told={}).to_json()
        return told | {"key": token if issued == id else None}
