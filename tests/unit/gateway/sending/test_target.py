"""A webhook reaches the public internet, and nothing of the network it is sent from."""

from ipaddress import ip_address

import pytest

from gateway.sending.target import Policy, Refused, Target

STRICT, OPEN = Policy(), Policy(http=True, private=True)
PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"]
PRIVATE = [
    "127.0.0.1",
    "127.255.0.9",
    "::1",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "100.64.0.1",
    "100.127.255.254",
    "fc00::1",
    "fd12::9",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
]
NEVER = [
    "169.254.169.254",
    "169.254.0.1",
    "fe80::1",
    "fd00:ec2::254",
    "fd20:ce::254",
    "100.100.100.200",
    "::ffff:100.100.100.200",
    "64:ff9b::6464:64c8",
    "168.63.129.16",
    "::ffff:168.63.129.16",
    "224.0.0.1",
    "239.1.1.1",
    "ff02::1",
    "0.0.0.0",
    "::",
    "255.255.255.255",
    "240.0.0.1",
    "192.0.2.1",
    "198.51.100.1",
    "198.18.0.1",
    "192.0.0.8",
    "2001:db8::1",
    "fec0::1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:a9fe:a9fe::",
    "2001:0:7f00:1::1",
    "::7f00:1",
    "100::1",
]


def let(policy, address):
    try:
        policy.check(ip_address(address))
    except Refused:
        return False
    return True


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address):
    assert let(STRICT, address)
    assert let(OPEN, address)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_ones_only_where_an_operator_allows_it(address):
    assert not let(STRICT, address)
    assert let(OPEN, address)


@pytest.mark.parametrize("address", NEVER)
def test_what_belongs_to_nobody_or_to_the_cloud_never(address):
    assert not let(STRICT, address)
    assert not let(OPEN, address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "example.com", "",
        "https://", "https:///x", "https://user@example.com/", "https://u:p@example.com/",
        "https://example.com@127.0.0.1/", "https://example.com/#x", "https://example.com/#",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:7f00:1]/", "https://[fe80::1%25eth0]/",
        "https://169.254.169.254/latest/meta-data", "https://localhost/", "https://crm.local/",
        "https://metadata.google.internal/", "https://mongo/", "https://example.com:22/",
        "https://example.com:27017/", "https://example.com:99999/", "https://example.com:x/",
        "https://exa mple.com/", "https://example.com/\r\nX: y", "https://ex\\ample.com/",
        "https://münchen.example/", "https://[::1/", "https://-a.example/", "//a.example",
        "https://a.example/" + "x" * 2000,
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_a_receiver_is_refused(url):
    with pytest.raises(Refused):
        STRICT.read(url)


def test_an_address_is_taken_apart():
    assert STRICT.read("https://Hooks.Example.com/in?tenant=3") == Target(
        True, "hooks.example.com", 443, "/in?tenant=3"
    )
    assert STRICT.read("https://example.com.:8443").authority == "example.com:8443"
    assert OPEN.read("http://[::1]:8080/").authority == "[::1]:8080"
    assert OPEN.read("http://mongo/").authority == "mongo"


@pytest.mark.parametrize(
    "host", ["0x7f.1", "127.1", "2130706433", "erp.example.0x", "a..b", ".a.b"]
)
def test_a_host_that_resolvers_take_for_an_address_or_that_no_name_is_is_refused(host):
    for policy in (STRICT, OPEN):
        with pytest.raises(Refused):
            policy.read(f"https://{host}/")


def test_a_name_may_have_numbers_elsewhere():
    assert STRICT.read("https://4.hooks.erp24.example/").host == "4.hooks.erp24.example"


def test_an_operator_says_what_is_allowed(monkeypatch):
    for said, made in (
        ("", STRICT),
        ("nothing", STRICT),
        ("http", Policy(http=True)),
        ("private, http", OPEN),
    ):
        monkeypatch.setenv("GUANXI_WEBHOOK_ALLOW", said)
        assert Policy.from_settings() == made
    monkeypatch.setenv("GUANXI_WEBHOOK_ALLOW", "everything")
    with pytest.raises(SystemExit, match="everything"):
        Policy.from_settings()
