from datetime import timedelta
from uuid import UUID

import pytest
from werkzeug.datastructures import Headers

from gateway.headers import request_id
from gateway.problems import UnsupportedMedia
from gateway.routes import ANYBODY, MANAGERS
from gateway.tokens import Unauthorised, issue
from kernel.refusal import Forbidden, Invalid, NotFound
from tests.unit.gateway.requests import ask, command, question

BODY = {"name": "Li"}


def refused(refusal, *args, **sent):
    with pytest.raises(refusal) as caught:
        ask(*args, **sent)
    return caught.value


def fields(refusal):
    return [error["field"] for error in refusal.fields["errors"]]


def test_a_command_runs_on_behalf_of_the_token_s_bearer():
    asked = ask(command(), BODY)

    assert (asked.context.actor, asked.context.role) == ("ann", "sales")
    assert asked.body == BODY
    assert asked.context.correlation_id == "r1"


@pytest.mark.parametrize("given", ["bob", "ann\0", "Basic YW5uOmFubg==", "Bearer", "Bearer  ", ""])
def test_what_is_no_bearer_token_is_refused(given):
    refusal = refused(Unauthorised, command(), BODY, headers={"Authorization": given})

    assert refusal.slug == "token-invalid"


def test_no_token_is_told_apart_from_a_bad_one():
    refusal = refused(Unauthorised, command(), BODY, headers={"Authorization": None})

    assert refusal.slug == "token-missing"


def test_an_expired_token_is_refused():
    old = issue("ann", "sales", timedelta(minutes=-5))
    refusal = refused(Unauthorised, command(), BODY, headers={"Authorization": f"Bearer {old}"})

    assert refusal.slug == "token-expired"


def test_a_role_that_the_route_does_not_name_is_refused_and_told_whom_to_ask():
    refusal = refused(Forbidden, command(roles=MANAGERS), BODY)

    assert refusal.slug == "role-not-allowed"
    assert refusal.fields == {"role": "sales", "allowed": ["manager", "admin"]}


def test_who_may_not_do_it_is_not_told_what_is_wrong_with_the_body():
    refused(Forbidden, command(roles=MANAGERS), b"{")


def test_a_public_route_needs_no_token_and_minds_no_bad_one():
    asked = ask(question(roles=ANYBODY), headers={"Authorization": "nonsense"})

    assert (asked.caller, asked.context.actor) == (None, "")


@pytest.mark.parametrize("id", ["a\0b", "a b", "../x", "x" * 101, "李", "'", "$ne", ""])
def test_what_could_not_be_an_id_names_nothing(id):
    refused(NotFound, command(), BODY, id=id)


@pytest.mark.parametrize("body", [b"", b"  \n"])
def test_an_empty_body_is_an_empty_object(body):
    assert fields(refused(Invalid, command(), body)) == ["name"]


@pytest.mark.parametrize("raw", [b"[]", b'"x"', b"1", b"null", b"true", b'["name"]'])
def test_a_body_that_is_no_object_is_refused(raw):
    assert fields(refused(Invalid, command(), raw)) == ["body"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "x" * 500])
def test_a_body_of_another_kind_is_refused(kind):
    refused(UnsupportedMedia, command(), BODY, content_type=kind)


def test_json_in_another_encoding_is_refused():
    refused(UnsupportedMedia, command(), BODY, content_type="application/json; charset=gbk")


def test_a_compressed_body_is_refused_for_what_it_is():
    refusal = refused(UnsupportedMedia, command(), BODY, headers={"Content-Encoding": "gzip"})

    assert "uncompressed" in refusal.detail


def test_json_may_say_that_it_is_utf_8():
    assert ask(command(), BODY, content_type="application/json; charset=UTF-8").body == BODY


def test_a_key_makes_a_command_the_same_one_again():
    first, again, other = (
        ask(command(), BODY, headers={"Idempotency-Key": key}).context for key in ("k", "k", "l")
    )

    assert first.command_id == again.command_id != other.command_id


def test_a_key_belongs_to_the_person_who_sends_it():
    ann, bob = (
        ask(command(), BODY, user=user, headers={"Idempotency-Key": "k"}).context
        for user in ("ann", "bob")
    )

    assert ann.command_id != bob.command_id


def test_a_key_belongs_to_the_path_that_it_is_sent_to():
    here, there = (
        ask(command(), BODY, path=path, headers={"Idempotency-Key": "k"}).context
        for path in ("/v1/things/7", "/v1/things/8")
    )

    assert here.command_id != there.command_id


def test_without_a_key_every_command_is_a_new_one():
    assert ask(command(), BODY).context.command_id != ask(command(), BODY).context.command_id


@pytest.mark.parametrize("key", ["", " ", " k", "k ", "x" * 256, "k\x7f", "é", "k\tl"])
def test_a_malformed_key_is_refused(key):
    refusal = refused(Invalid, command(), BODY, headers={"Idempotency-Key": key})

    assert fields(refusal) == ["Idempotency-Key"]


@pytest.mark.parametrize("key", ["k", "x" * 255, '"8e03978e"', "leads/1 follow-up"])
def test_a_key_is_any_printable_text(key):
    assert ask(command(), BODY, headers={"Idempotency-Key": key})


def test_the_fingerprint_sees_what_was_meant_not_how_it_was_spelled():
    one = ask(command(), b'{"name": "Li", "size": null}').context
    two = ask(command(), rb'{ "name":"\u004ci" }').context

    assert one.fingerprint == two.fingerprint


def test_the_fingerprint_tells_other_bodies_apart():
    one, two = (ask(command(), body).context.fingerprint for body in (BODY, {"name": "Wu"}))

    assert one != two


@pytest.mark.parametrize(("given", "version"), [(None, None), ("*", None), ('"3"', 3), ('"0"', 0)])
def test_if_match_names_the_version_that_was_read(given, version):
    assert ask(command(), BODY, headers={"If-Match": given}).expected == version


@pytest.mark.parametrize(
    "given", ["3", '"x"', 'W/"3"', '"3", "4"', '"-1"', "", '"' + "9" * 99 + '"']
)
def test_a_malformed_if_match_is_refused(given):
    assert fields(refused(Invalid, command(), BODY, headers={"If-Match": given})) == ["If-Match"]


def test_if_match_is_not_ignored_where_no_version_is_compared():
    refusal = refused(Invalid, command(conditional=False), BODY, headers={"If-Match": '"3"'})

    assert fields(refusal) == ["If-Match"]


def test_a_read_waits_for_all_positions_that_it_is_given():
    asked = ask(
        question(),
        query_string="after=customer:1&after=pipeline:2",
        headers={"X-Read-After": "customer:3, activity:4"},
    )

    assert asked.filters == {"after": ["customer:1", "pipeline:2", "customer:3", "activity:4"]}


def test_a_read_that_waits_for_nothing_says_so():
    assert ask(question()).filters == {"after": None}


@pytest.mark.parametrize(
    "given", ["1041", "customer:x", "", "customer:1,", ",".join(["customer:1"] * 11)]
)
def test_a_malformed_position_is_refused(given):
    refusal = refused(Invalid, question(), headers={"X-Read-After": given})

    assert fields(refusal) == ["X-Read-After"]


def test_a_malformed_position_in_the_query_is_refused():
    assert fields(refused(Invalid, question(), query_string="after=1041")) == ["after.0"]


def test_a_command_has_no_query():
    assert fields(refused(Invalid, command(), BODY, query_string="pool=x")) == ["pool"]


TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.mark.parametrize(("given", "kept"), [(TRACE, TRACE), ("nonsense", ""), (None, "")])
def test_a_trace_goes_on_when_it_is_well_formed(given, kept):
    assert ask(command(), BODY, headers={"Traceparent": given}).context.traceparent == kept


@pytest.mark.parametrize("given", ["call-7", "0af7651916cd43dd", "a:b_c.d"])
def test_a_request_keeps_the_id_that_its_sender_gave_it(given):
    assert request_id(Headers({"X-Request-Id": given})) == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 129, "李", "<script>", 'a"b'])
def test_an_id_that_could_not_be_logged_is_replaced(given):
    made = request_id(Headers({"X-Request-Id": given}))

    assert str(UUID(made)) == made


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        ("0", "6.6.6.6", "10.0.0.9"),  # anybody can write a header
        ("1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("2", "6.6.6.6, 1.2.3.4, 5.6.7.8", "1.2.3.4"),
        ("2", "1.2.3.4", "10.0.0.9"),  # it came past a proxy
        ("1", "", "10.0.0.9"),
    ],
)
def test_an_address_is_what_a_proxy_of_ours_has_seen(monkeypatch, proxies, forwarded, seen):
    monkeypatch.setenv("GUANXI_PROXIES", proxies)
    asked = ask(
        question(),
        headers={"X-Forwarded-For": forwarded},
        environ_base={"REMOTE_ADDR": "10.0.0.9"},
    )
    assert asked.address == seen
