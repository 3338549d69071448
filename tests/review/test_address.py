import socket

import pytest

from review import address as module
from review.address import Address, is_everywhere, is_loopback, plain_host


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LocalHost", " ::1 "]
)
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "192.168.1.2", "127.1", "2130706433", "localhost.example", "", "a b", "127.0.0.1.nip"],  # noqa: S104
)
def test_all_else_is_not(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("localhost", "127.0.0.1"),
        ("[::1]", "::1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("Office.Example", "office.example"),
        ("қазақ.example", "xn--80aa6bb4f.example"),
    ],
)
def test_a_host_is_written_in_one_way(typed: str, plain: str) -> None:
    if "xn--" in plain:
        plain = typed.encode("idna").decode()
    assert plain_host(typed) == plain


@pytest.mark.parametrize(
    "typed",
    ["", "a b", "a/b", "a:1", "[::1", "http://a", "a\nb", "-a", "a..b", "x" * 64, "a." * 127 + "aa", "@"],
)
def test_what_is_no_host(typed: str) -> None:
    with pytest.raises(ValueError):
        plain_host(typed)


@pytest.mark.parametrize(
    ("address", "url", "hosts"),
    [
        (Address("127.0.0.1", 8765, False), "http://127.0.0.1:8765/", ("127.0.0.1:8765", "localhost:8765")),
        (Address("::1", 9, False), "http://[::1]:9/", ("[::1]:9", "localhost:9")),
        (Address("192.0.2.7", 8765, True), "https://192.0.2.7:8765/", ("192.0.2.7:8765",)),
        (Address("office.example", 443, True), "https://office.example/", ("office.example",)),
        (Address("fe80::7%eth0", 8765, True), "https://[fe80::7]:8765/", ("[fe80::7]:8765",)),
    ],
)
def test_what_to_open_and_what_is_answered(address: Address, url: str, hosts: tuple[str, ...]) -> None:
    assert (address.url, address.hosts) == (url, hosts)


def test_every_address_means_those_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_own_addresses", lambda: ["192.0.2.7"])
    monkeypatch.setattr(socket, "gethostname", lambda: "Laptop")
    address = Address("0.0.0.0", 8765, True)  # noqa: S104
    assert is_everywhere(address.host) and is_everywhere("::") and not is_everywhere("office")
    assert address.url == "https://192.0.2.7:8765/"
    expected = ("192.0.2.7:8765", "127.0.0.1:8765", "[::1]:8765", "localhost:8765", "laptop:8765")
    assert address.hosts == expected
    monkeypatch.setattr(module, "_own_addresses", list)
    assert address.url == "https://127.0.0.1:8765/"


def test_own_addresses_are_addresses(socket_enabled: None) -> None:
    assert all(plain_host(found) for found in module._own_addresses())
