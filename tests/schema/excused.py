"""Failures of checks that are no defects, each with its reason; whoever adds one says why."""

import re
import time

import requests
from schemathesis import Case, Response
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import RejectedPositiveData

PAUSE, TIMES = 1.0, 60
BUSY = (503, 504)
# The gateway's own words about the form of what was sent begin with "Please". Each of these says
# what no JSON Schema can: it depends on what was given out, or on tables of Unicode.
BEYOND_SCHEMA = re.compile(
    r"Please take out the characters that cannot be seen"  # categories of Unicode
    r"|Please give a name that can be seen"
    r"|Please give either `after` or `since`"  # two fields that exclude each other
    r"|Please say which events it is for"  # and two that need each other
    r"|Please check the (day|address)"  # the calendar; domain names
    r"|This is no cursor that you were given"  # signed: nobody can invent one
)
# Rows that are handed on one by one: a wrong one is refused in its own answer, which is 200.
ROW_BY_ROW = ("/v1/opportunities/load", "/v1/quick-logs")


def excused(failure: Failure, case: Case, response: Response) -> str:
    """The reason; nothing for a defect."""
    if response.status_code in BUSY and answered_later(response):
        return "busy: asked again, as the answer says, it was answered"
    if isinstance(failure, RejectedPositiveData) and is_beyond_schema(response):
        return "a rule behind the form: between fields, of the clock, or of what is there"
    if isinstance(failure, AcceptedNegativeData) and is_row_by_row(case, response):
        return "rows are judged one by one, and each has an answer of its own"
    return ""


def answered_later(response: Response) -> bool:
    """The very same request, as often as a client with some patience would send it."""
    with requests.Session() as session:
        session.trust_env = False
        for _ in range(TIMES):
            time.sleep(PAUSE)
            if session.send(response.request, timeout=30).status_code not in (500, *BUSY):
                return True
    return False


def is_beyond_schema(response: Response) -> bool:
    """400 with errors that services found, or that no schema could have told before."""
    problem = response.json() if response.status_code == 400 else {}
    errors = problem.get("errors", [])
    return bool(errors) and all(beyond(error["field"], error["message"]) for error in errors)


def beyond(field: str, message: str) -> bool:
    return (
        not message.startswith("Please")
        or bool(BEYOND_SCHEMA.search(message))
        or field == "url"  # what a webhook may reach is the operator's to say
    )


def is_row_by_row(case: Case, response: Response) -> bool:
    return case.operation.path in ROW_BY_ROW and response.status_code == 200
