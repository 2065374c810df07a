"""What is done to questions before they are asked, and to failures before they count."""

import os
import re
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure

from tests.schema import finding
from tests.schema.excused import excused

FINDINGS = "GUANXI_SCHEMA_FINDINGS"  # the file that failures are written to
POSITION = re.compile(r"(customer|pipeline|activity|gateway):\d{1,15}", re.ASCII)


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Nobody can invent a position or a cursor that was given out, and to wait finds no defect.

    Headers are made of letters and digits alone in one phase, whatever their pattern says: such an
    If-Match is none, and would keep the command from being looked at.
    """
    query = case.query or {}
    if "after" in query and "source" not in query:
        query["after"] = known(query["after"])
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    query.pop("cursor", None)
    if "wait" in query:
        query["wait"] = 0
    if "X-Read-After" in (case.headers or {}):
        case.headers["X-Read-After"] = "customer:1"
    if (case.headers or {}).get("If-Match", "").isalnum():
        case.headers["If-Match"] = "*"


def known(after: Any) -> Any:
    """Positions of a receipt stay what they are; of invented ones, the first there was."""
    if not isinstance(after, list):
        return after
    return [f"{one.partition(':')[0]}:1" if POSITION.fullmatch(str(one)) else one for one in after]


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    reason = excused(failure, case, response)
    if file := os.environ.get(FINDINGS):
        finding.write(Path(file), told(failure, case, response, reason))
    return not reason


def told(failure: Failure, case: Case, response: Response, reason: str) -> finding.Finding:
    problem = problem_of(response)
    return {
        "check": type(failure).__name__,
        "operation": case.operation.definition.raw.get("operationId", case.operation.label),
        "phase": case.meta.phase.name.value if case.meta else "",
        "status": response.status_code,
        "slug": str(problem.get("type", "")).rpartition("/")[2],
        "advice": finding.advice(problem),
        "why": failure.message,
        "curl": case.as_curl_command(),
        "answer": (response.content or b"")[:2000].decode(errors="replace"),
        "excused": reason,
    }


def problem_of(response: Response) -> dict[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
