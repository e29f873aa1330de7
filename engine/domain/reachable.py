"""Where our server may send webhooks: public addresses over https, and what an installation names beside them."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from engine.errors import Forbidden, Invalid
from engine.wording import N_

_LONGEST = 500
_EMBEDDING = ip_network("64:ff9b::/96")
"""Addresses that carry an IPv4 address in them (NAT64)."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: its scheme, host (as the name in the address) and port."""

    https: bool
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Reach:
    """The hosts and networks beside the public internet that messages may go to, over http too.

    `hosts`: names, or addresses, with a port or without (any). `networks`: every address in them.
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, words: str) -> Reach:
        """From a list such as “hooks.intranet, 127.0.0.1:9000, 10.8.0.0/16”. Raises Invalid for what is neither."""
        hosts, networks = set(), []
        for word in (each.strip().lower() for each in words.split(",") if each.strip()):
            if "/" not in word:
                hosts.add(word)
                continue
            try:
                networks.append(ip_network(word))
            except ValueError:
                raise Invalid(
                    "not-a-network",
                    N_("“{word}” in LUOSHI_WEBHOOK_HOSTS is neither a host nor a network."),
                    hint=N_("Write hosts, host:port or networks such as 10.8.0.0/16, with commas between them."),
                    word=word,
                ) from None
        return cls(frozenset(hosts), tuple(networks))

    def names(self, host: str, port: int) -> bool:
        """Whether this host is named, so that neither https nor a public address is asked of it."""
        return host in self.hosts or f"{host}:{port}" in self.hosts

    def allows(self, address: str) -> bool:
        """Whether a numeric address may be connected to: a public one, or one in a named network."""
        found = ip_address(address.partition("%")[0])
        if isinstance(found, IPv6Address):
            if found.ipv4_mapped is not None:
                found = found.ipv4_mapped
            elif found in _EMBEDDING:
                found = ip_address(int(found) & 0xFFFFFFFF)
        public = found.is_global and not found.is_multicast
        return public or any(found in network for network in self.networks)

    def target(self, url: str) -> Target:
        """The target an address names.

        Raises Invalid for what is no plain http(s) address, Forbidden for one that may not be sent to.
        """
        found = _target(url)
        inside = self.names(found.host, found.port)
        try:
            inside, public = inside or _within(self.networks, found.host), self.allows(found.host)
        except ValueError:
            public = True  # a name: what it stands for is looked at when it is connected to
        if not inside and not (found.https and public and found.host != "localhost"):
            raise Forbidden(
                "webhook-address",
                N_("Nothing is sent to {url}: only https addresses outside of this network are sent to."),
                hint=N_("An administrator can name further hosts in LUOSHI_WEBHOOK_HOSTS."),
                url=url[:200],
            )
        return found


def _within(networks: tuple[IPv4Network | IPv6Network, ...], host: str) -> bool:
    return any(ip_address(host) in network for network in networks)


def _target(url: str) -> Target:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("ascii")
    except ValueError:  # UnicodeError is one
        host, port = "", None
        parts = urlsplit("")
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST
    if parts.scheme not in ("http", "https") or not host or not plain or parts.username is not None or parts.fragment:
        raise Invalid(
            "not-a-webhook-address",
            N_("“{url}” is no address that messages can be sent to."),
            hint=N_("Write the receiver's address as https://host/path, without a name or password in it."),
            url=url[:200],
        )
    https = parts.scheme == "https"
    return Target(https, host.rstrip("."), port or (443 if https else 80))
