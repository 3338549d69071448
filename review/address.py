"""Where the web app is reached: the address to open, and the Host headers that mean this server."""

import re
import socket
from contextlib import closing
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

_NAME: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*"
)
# Addresses kept for documentation: nothing is ever sent there, they only choose a way out.
_ELSEWHERE: Final = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


@dataclass(frozen=True, slots=True)
class Address:
    """A host as plain_host gives it, a port, and whether TLS is on."""

    host: str
    port: int
    secure: bool

    @property
    def url(self) -> str:
        """What to type into the browser."""
        host = reachable(self.host)[0]
        return f"{'https' if self.secure else 'http'}://{self._with_port(host)}/"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The Host headers that a browser sends here; any other is a page that plays at being this one."""
        names = [self.host]
        if is_everywhere(self.host):
            names = [*reachable(self.host), "127.0.0.1", "::1", "localhost", socket.gethostname().lower()]
        elif is_loopback(self.host):
            names.append("localhost")
        return tuple(dict.fromkeys(self._with_port(name) for name in names))

    def _with_port(self, host: str) -> str:
        written = f"[{host.partition('%')[0]}]" if ":" in host else host
        return written if self.port == (443 if self.secure else 80) else f"{written}:{self.port}"


def plain_host(host: str) -> str:
    """The host in the one way it is compared: no brackets, small letters, ASCII; ValueError if it is none."""
    text = host.strip().lower()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    if (address := _as_ip(text)) is not None:
        return str(address)
    name = text.encode("idna").decode("ascii")  # UnicodeError is a ValueError
    if not _NAME.fullmatch(name):
        raise ValueError("not a host")
    # What the name stands for is written in a file that others may change.
    return "127.0.0.1" if name == "localhost" else name


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host; a name other than localhost is never trusted to be it."""
    try:
        address = _as_ip(plain_host(host))
    except ValueError:
        return False
    return address is not None and address.is_loopback


def is_everywhere(host: str) -> bool:
    """Whether the host stands for all addresses of this machine, such as 0.0.0.0."""
    address = _as_ip(host)
    return address is not None and address.is_unspecified


def reachable(host: str) -> list[str]:
    """The hosts that a browser reaches a server at; for all addresses, those that this machine has now."""
    return _own_addresses() or ["127.0.0.1"] if is_everywhere(host) else [host]


def _as_ip(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _own_addresses() -> list[str]:
    """This machine's addresses on its networks; nothing is sent and no name is looked up."""
    found = []
    for family, elsewhere in _ELSEWHERE:
        try:
            with closing(socket.socket(family, socket.SOCK_DGRAM)) as probe:
                probe.connect((elsewhere, 9))
                found.append(str(probe.getsockname()[0]))
        except OSError:
            continue  # no such network here
    return found
