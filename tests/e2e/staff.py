"""Who works here: where anybody is registered, only who is registered is given anything."""

from tests.e2e.api import Api
from tests.e2e.conftest import System


def hired(system: System, login: str, role: str = "sales") -> Api:
    """Somebody registered, unless another test has registered them before."""
    root = Api(system.url, system.token("operator", "admin"))
    answer = root.post("/v1/people", {"login": login, "role": role})
    assert answer.status_code in (200, 201, 409), answer.text
    return Api(system.url, system.token(login, role))
