"""Every operation that the system says it has, and a request to each that could be a real one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from tests.e2e.api import Api, settled

Json = dict[str, Any]
NAMES = re.compile(r"{(\w+)}")
SAID = {  # by format, by type
    "date-time": "2031-01-06T10:00:00Z", "date": "2031-01-06", "password": "river under the bridge",
    "boolean": True, "integer": 1, "number": 1, "string": "x", "array": [], "object": {},
}  # fmt: skip
FORM = "multipart/form-data"
FILE = ("note.txt", b"BEGIN:VCARD\nFN:tea, ten boxes\nEND:VCARD\n", "text/plain")


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    told: Json

    @property
    def roles(self) -> list[str]:
        return list(self.told["x-roles"])

    @property
    def public(self) -> bool:
        return self.roles == ["anybody"]

    @property
    def ids(self) -> list[str]:
        return NAMES.findall(self.path)

    @property
    def media(self) -> dict[str, Json]:
        return dict(self.told.get("requestBody", {}).get("content", {}))

    def where(self, ids: Mapping[str, str]) -> str:
        return NAMES.sub(lambda match: ids.get(match[1], "x"), self.path)


class Spec:
    def __init__(self, document: Json) -> None:
        self.document = document
        self.operations = [
            Operation(told["operationId"], method.upper(), path, told)
            for path, found in document["paths"].items()
            for method, told in found.items()
        ]

    def shape(self, schema: Json) -> Json:
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return dict(self.document["components"]["schemas"][name])
        return schema

    def sample(self, schema: Json, known: Mapping[str, Any]) -> Any:
        """The least that could be meant; `known` says what a field of some name is to hold."""
        told = self.shape(schema)
        if "enum" in told:
            return next(word for word in told["enum"] if word)
        if "properties" in told:
            needed = told.get("required", ())
            parts = {name: told["properties"][name] for name in needed}
            return {name: self.part(name, part, known) for name, part in parts.items()}
        kinds = told.get("type", "object")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        return SAID.get(told.get("format", ""), SAID[kind])

    def part(self, name: str, schema: Json, known: Mapping[str, Any]) -> Any:
        return known[name] if name in known and "enum" not in schema else self.sample(schema, known)

    def ask(
        self, api: Api, one: Operation, ids: Mapping[str, str], known: Mapping[str, Any]
    ) -> requests.Response:
        """Its answer; a busy machine takes its time to be sure of a no."""
        return settled(lambda: self._ask(api, one, ids, known))

    def _ask(
        self, api: Api, one: Operation, ids: Mapping[str, str], known: Mapping[str, Any]
    ) -> requests.Response:
        where = one.where(ids)
        if FORM in one.media:
            return api.session.post(api.url + where, files={"file": FILE}, timeout=30)
        body = None
        for content in one.media.values():
            body = self.sample(content["schema"], known)
        if one.method == "GET":
            return api.session.get(api.url + where, timeout=30, stream=True)
        return api.send(one.method, where, body or {}, {})
