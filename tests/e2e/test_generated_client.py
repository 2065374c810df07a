"""The story of a claim, told by a client that was generated from /openapi.json and nothing else."""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest

from tests.e2e.api import eventually
from tests.e2e.conftest import System

pytestmark = pytest.mark.timeout(300)  # a package of hundreds of modules is written
CONFIG = '{"post_hooks": [], "project_name_override": "guanxi", "literal_enums": true}'


@pytest.fixture(scope="module")
def client(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package, as the generator has written it."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "config.json").write_text(CONFIG)
    name = f"client_{uuid4().hex[:8]}"
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none",
         "--url", f"{system.url}/openapi.json", "--config", str(folder / "config.json"),
         "--output-path", str(folder / name)],
        capture_output=True, text=True, timeout=250,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("Cannot parse")]
    assert all("Unsupported content_type" in line for line in told), told  # files and pictures
    sys.path.insert(0, str(folder))
    yield importlib.import_module(name)
    sys.path.remove(str(folder))


class Person:
    """Calls operations by their names, as what the generator has made of them."""

    def __init__(self, package: ModuleType, system: System, login: str) -> None:
        self.package, self.login = package, login
        token = system.token(login, "sales")
        self.client = package.AuthenticatedClient(base_url=system.url, token=token)

    def __call__(self, tag: str, operation: str, *ids: str, **told: Any) -> Any:
        """What was answered, and with which status; 503 and 504 are asked again."""
        path = f"{self.package.__name__}.api.{tag}.{operation}"
        ask: Callable[..., Any] = importlib.import_module(path).sync_detailed
        answer = eventually(
            lambda: ask(*ids, client=self.client, **told), lambda one: one.status_code < 500
        )
        return answer.parsed, int(answer.status_code)

    def body(self, shape: str, /, **fields: Any) -> Any:
        return getattr(importlib.import_module(f"{self.package.__name__}.models"), shape)(**fields)


@pytest.fixture
def people(client: ModuleType, system: System) -> Iterator[list[Person]]:
    mark = uuid4().hex[:6]
    both = [Person(client, system, f"{name}.{mark}") for name in ("ann", "bob")]
    yield both
    for one in both:
        one.client.get_httpx_client().close()


def test_a_customer_is_claimed_once_and_followed_up(people: list[Person]) -> None:
    (ann, bob), mark = people, uuid4()
    phone = f"138{mark.int % 10**8:08d}"
    found = ann.body("RegisterCustomer", name="温州东方鞋业", phones=[phone], pool="public")
    made, status = ann("customers", "register_customer", body=found, idempotency_key=mark.hex)
    again, _ = ann("customers", "register_customer", body=found, idempotency_key=mark.hex)
    assert (status, again.id) == (201, made.id)

    taken, status = ann("customers", "claim_customer", made.id)
    assert (status, taken.id) == (200, made.id)
    refused, status = bob("customers", "claim_customer", made.id)
    assert (status, refused.type_.rsplit("/", 1)[-1]) == (409, "already-claimed")
    call = ann.body("LogFollowUp", channel="phone", outcome="interested")
    said, status = ann("customers", "log_follow_up", made.id, body=call)
    assert status == 201

    seen, _ = ann("customers", "read_customer", made.id, after=said.position)
    assert (seen.owner, seen.phones[0].e164) == (ann.login, f"+86{phone}")
    told, _ = ann("customers", "read_timeline", made.id, after=said.position)
    assert next(one.what for one in told.items) == "FollowUpLogged"
    by_digits, _ = ann("customers", "find_customers", q=phone[-6:], after=said.position)
    assert made.id in [one.id for one in by_digits.items]
