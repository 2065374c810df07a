"""Which addresses of the network a webhook may reach: public ones, unless an operator says more."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NAT64 = ip_network("64:ff9b::/96")
NEVER = [  # what some versions of Python call global
    ip_network(one)
    for one in (
        "64:ff9b:1::/48",
        "192.88.99.0/24",
        "192.0.0.0/24",
        "5f00::/16",
        "2001::/23",
        "fec0::/10",
    )
]
PRIVATE = [
    ip_network(one)
    for one in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                "100.64.0.0/10", "fc00::/7")
]  # fmt: skip
METADATA = [  # what clouds hand out to their machines, credentials among it; 169.254.169.254 and
    ip_address(one)  # its like are link-local: in none of these networks, and never reached
    for one in ("100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd20:ce::254")
]  # fmt: skip

Address = IPv4Address | IPv6Address


def allowed(address: Address, private: bool) -> bool:
    """Also of what it stands for: an IPv4 address may be written in an IPv6 one in four ways."""
    meant = [address, *within(address)]
    if any(one in METADATA for one in meant):
        return False
    return all(public(one) or (private and inside(one)) for one in meant)


def parsed(host: str) -> Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def within(address: Address) -> list[Address]:
    """IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def public(address: Address) -> bool:
    if mapped := getattr(address, "ipv4_mapped", None):
        return public(mapped)
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and not any(address in one for one in NEVER)


def inside(address: Address) -> bool:
    """Of the same machine, network or carrier."""
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in one for one in PRIVATE)
