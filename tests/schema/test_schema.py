"""The API keeps to its OpenAPI document, whatever schemathesis thinks of asking."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, System
from tests.schema import finding
from tests.schema.hooks import FINDINGS

CONFIG = Path(__file__).with_name("schemathesis.toml")
LONGEST = 5400  # seconds


@pytest.mark.timeout(LONGEST + 600)
@pytest.mark.parametrize(("user", "role"), [("王芳", "sales"), ("boss", "admin")])
def test_the_api_keeps_to_what_it_says(
    system: System, tmp_path: Path, user: str, role: str
) -> None:
    found = tmp_path / "findings.jsonl"
    code = asked(system.url, system.token(user, role, LONGEST), found)

    findings = finding.read(found)
    print(*finding.table(findings), sep="\n")
    assert not [one for one in findings if not one["excused"]]
    assert code == 0


def asked(url: str, token: str, findings: Path) -> int:
    """Schemathesis prints its seed and all that it has found; non-zero when that is anything."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"]
    settings = {"GUANXI_SCHEMA_TOKEN": token, FINDINGS: str(findings)}
    return subprocess.run(
        [*command, f"{url}/openapi.json"],
        cwd=ROOT, env={**os.environ, **settings}, timeout=LONGEST,
    ).returncode  # fmt: skip
