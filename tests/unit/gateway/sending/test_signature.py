"""What is signed is verified by anybody who follows the Standard Webhooks specification."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.secret import credential_key
from gateway.sending.signature import secret_of, secrets_of, signature, signed
from gateway.webhook_remembered import Webhook

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
HOOK = Webhook("w1", "ERP", "https://erp.example.cn", ("customer.*",), False, "s1", "root", NOW)


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("GUANXI_CREDENTIAL_KEY", "k" * 32)
    credential_key.cache_clear()
    yield
    credential_key.cache_clear()


def test_the_example_that_was_published_with_the_specification():
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_is_as_long_as_it_must_be_and_another_for_each_webhook():
    secrets = {secret_of(hook, one) for hook in ("w1", "w2") for one in ("s1", "s2")}
    assert len(secrets) == 4
    assert all(one.startswith("whsec_") for one in secrets)
    assert {len(base64.b64decode(one.removeprefix("whsec_"))) for one in secrets} == {32}


def test_for_some_time_after_a_change_both_secrets_sign():
    until = NOW + timedelta(hours=24)
    rotated = replace(HOOK, secret_id="s2", secret_before="s1", until=until)

    assert secrets_of(HOOK, NOW) == [secret_of("w1", "s1")]
    both = secrets_of(rotated, NOW)
    assert both == [secret_of("w1", "s2"), secret_of("w1", "s1")]
    assert secrets_of(rotated, until) == [secret_of("w1", "s2")]

    headers = signed(both, "/guanxi/customer/7", 1614265330, b"{}")
    each = [signature(one, "/guanxi/customer/7", 1614265330, b"{}") for one in both]
    assert headers == {
        "webhook-id": "/guanxi/customer/7",
        "webhook-timestamp": "1614265330",
        "webhook-signature": " ".join(each),
    }
