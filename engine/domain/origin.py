"""Where a request comes from: the network behind it, told through the proxies that are trusted and no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from engine.errors import Invalid
from engine.wording import N_

_HOUSEHOLD: Final = 64
"""An IPv6 connection is given a network of this length and may use any address of it."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The reverse proxies whose word about where a request comes from counts."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, words: str) -> Proxies:
        """From a list such as “127.0.0.1, 10.8.0.0/16”. Raises Invalid for what is no address or network."""
        try:
            return cls(tuple(ip_network(word.strip()) for word in words.split(",") if word.strip()))
        except ValueError as error:
            raise Invalid(
                "not-a-proxy",
                N_("LUOSHI_PORTAL_PROXIES names something that is neither an address nor a network: {cause}"),
                hint=N_("Write addresses or networks such as 127.0.0.1, 10.8.0.0/16, with commas between them."),
                cause=error,
            ) from error

    def origin(self, peer: str, forwarded: Sequence[str] = ()) -> str:
        """The network a request comes from, '' when that cannot be told.

        `peer`: who has connected. `forwarded`: what X-Forwarded-For says, the nearest last; it is believed only from a
        trusted proxy, and then the nearest address that is none. An IPv6 address stands for its whole /64.
        """
        for said in (peer, *reversed(forwarded)):
            address = _address(said)
            if address is None:
                return ""
            if not any(address in network for network in self.networks):
                return _network(address)
        return ""


def _address(said: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(said.strip().partition("%")[0])
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((address, _HOUSEHOLD), strict=False))
