"""The short form of `./crm chaos` in every test run: one round of some faults, by a new seed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, environment


@pytest.mark.timeout(300)
def test_nothing_is_lost_doubled_or_out_of_order(tmp_path: Path) -> None:
    """It prints its seed first, and where the history of a failed round is kept."""
    command = [sys.executable, str(ROOT / "crm"), "chaos", "--short"]
    kept = ROOT / ".run" / "chaos-failures" / "short"
    done = subprocess.run([*command, "--keep", str(kept)], env=environment(tmp_path / "run"))
    assert done.returncode == 0, "what failed is printed above"
