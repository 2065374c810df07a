import pytest

from gateway.problems import KINDS, UnsupportedMedia, problem
from gateway.tokens import Unauthorised
from kernel.refusal import (
    REFUSALS,
    Forbidden,
    Indeterminate,
    Invalid,
    NotFound,
    Refusal,
    Rejected,
    Reused,
    Stale,
    Unavailable,
)
from kernel.web import MethodNotAllowed, TooLarge, TooSlow

STATUSES = {
    Invalid: 400, Unauthorised: 401, Forbidden: 403, NotFound: 404, Rejected: 409, Stale: 412,
    MethodNotAllowed: 405, TooSlow: 408, TooLarge: 413, UnsupportedMedia: 415, Reused: 422,
    Unavailable: 503, Indeterminate: 504,
}  # fmt: skip


@pytest.mark.parametrize(("refusal", "status"), STATUSES.items())
def test_each_refusal_has_its_status(refusal, status):
    made = problem(refusal("some-slug"), "r1")

    assert made.status == made.document["status"] == status


def test_no_refusal_of_the_kernel_is_without_a_status():
    assert set(REFUSALS.values()) <= set(KINDS)


def test_a_problem_names_what_happened_and_whom_to_tell():
    document = problem(Rejected("already-claimed", "Ann has it.", owner="ann"), "r1").document

    assert document == {
        "type": "https://guanxi.example/problems/already-claimed",
        "title": "Already claimed",
        "status": 409,
        "detail": "Ann has it.",
        "instance": "urn:guanxi:request:r1",
        "trace_id": "r1",
        "owner": "ann",
    }


@pytest.mark.parametrize("refusal", STATUSES)
def test_a_refusal_without_words_still_says_what_to_do(refusal):
    assert "lease" in problem(refusal("slug"), "r1").document["detail"]  # please


def test_a_field_cannot_pose_as_another_problem():
    document = problem(Rejected("busy", status=200, type="x", trace_id="y"), "r1").document

    assert (document["status"], document["trace_id"]) == (409, "r1")
    assert document["type"].endswith("/busy")


def test_a_key_of_another_request_is_named_as_the_field_that_is_wrong():
    [error] = problem(Reused("command-id-reused"), "r1").document["errors"]

    assert error["field"] == "Idempotency-Key"
    assert "new one" in error["message"]


def test_a_defect_says_nothing_about_itself():
    made = problem(RuntimeError("mongodb://root:secret@db"), "r1")

    assert made.status == 500
    assert "secret" not in str(made)
    assert made.document["type"].endswith("/internal")


def test_a_refusal_of_an_unknown_kind_is_a_rejection():
    class Novel(Refusal):
        pass

    assert problem(Novel("novel"), "r1").status == 409


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [(Unavailable("not-yet", retry_after=3), "3"), (Unavailable("busy"), "1"),
     (Indeterminate("deadline"), "1")],
)  # fmt: skip
def test_what_may_work_later_says_when(refusal, seconds):
    assert problem(refusal, "r1").headers["Retry-After"] == seconds


def test_a_missing_token_is_challenged_without_an_error_code():
    challenge = problem(Unauthorised("token-missing"), "r1").headers["WWW-Authenticate"]

    assert challenge == 'Bearer realm="guanxi"'


def test_a_bad_token_is_challenged_with_its_reason():
    challenge = problem(Unauthorised("token-expired"), "r1").headers["WWW-Authenticate"]

    assert 'error="invalid_token"' in challenge
    assert "token-expired" in challenge


def test_a_wrong_method_names_the_right_ones():
    made = problem(MethodNotAllowed("method-not-allowed", allowed=["GET", "POST"]), "r1")

    assert made.headers["Allow"] == "GET, POST"
