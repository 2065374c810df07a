"""The people of the sample: registered where anybody is, so that they may be given customers."""

from types import SimpleNamespace

import pytest

from cli.demo.company import hire
from cli.demo.words import PEOPLE
from cli.load.client import GaveUp


class Api:
    def __init__(self, *here, accepted=True):
        self.here, self.accepted, self.posted = here, accepted, []

    def get(self, path):
        assert path == "/v1/people"
        return {"items": [{"login": one} for one in self.here]}

    def post(self, path, body, key):
        self.posted.append((path, body["login"], body["role"]))
        return SimpleNamespace(accepted=self.accepted, slug="role-not-allowed")


def test_where_nobody_is_registered_nobody_is():
    api = Api()
    hire(api)
    assert api.posted == []


def test_where_somebody_is_those_who_are_missing_are():
    api = Api("boss", PEOPLE[0])
    hire(api)
    assert api.posted == [("/v1/people", one, "sales") for one in PEOPLE[1:]]


def test_who_may_register_nobody_is_told_so():
    with pytest.raises(GaveUp, match="role-not-allowed"):
        hire(Api("boss", accepted=False))
