"""aigaq review: the web app, on this machine or, under TLS, for the office."""

import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.passphrases import opened_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from review.address import Address
    from review.certificate import Certificate
    from store.store import Store


def _plain(ctx: click.Context, parameter: click.Parameter, host: str) -> str:
    from review.address import plain_host  # noqa: PLC0415 - for this command only

    try:
        return plain_host(host)
    except ValueError:
        raise click.BadParameter("not a host") from None


@click.command(
    "review",
    epilog="""\b
Examples:
  aigaq review --open
  aigaq review --port 9000
  aigaq review --host 192.168.1.20                 (for the office: with TLS, compare the fingerprint)
  aigaq review --host 192.168.1.20 --certificate office.pem --key office.key
  aigaq review --host 192.168.1.20 --phones        (phones reach this and nothing else)
""",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any that is free."
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    callback=_plain,
    help="The address of this machine to serve at; any but its own loopback needs TLS.",
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The certificate for TLS (PEM), if you have one; without it one is made.",
)
@click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE", help="Its private key (PEM, not encrypted)."
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.option("--phones", is_flag=True, help="Serve the page for phones (/submit) alone, and no review.")
def command(  # noqa: PLR0913 - click hands over each option
    *, host: str, port: int, certificate: Path | None, key: Path | None, show: bool, phones: bool
) -> None:
    """Review statements in the browser: decide, approve, look back.

    The page runs on this machine and stops with Ctrl+C; who works there signs in with a name and passphrase
    of the store. At another address than 127.0.0.1 all goes through TLS: with your certificate, or with
    one made for this store, whose fingerprint is shown here, to be compared with the browser's warning.
    """
    from review.certificate import given_certificate  # noqa: PLC0415 - loads cryptography
    from review.server import serve  # noqa: PLC0415 - loads cheroot

    if (certificate is None) != (key is None):
        raise click.UsageError("--certificate and --key go together.")
    given = given_certificate(certificate, key) if certificate is not None and key is not None else None
    with opened_store() as store:
        held = given or _made(store, host)
        app, begin = _app(store, host, held, show=show, phones=phones)
        serve(app, host=host, port=port, certificate=held, ready=begin)


def _made(store: "Store", host: str) -> "Certificate | None":
    """The store's own certificate where the host needs one."""
    from review.address import is_loopback  # noqa: PLC0415
    from review.certificate import own_certificate  # noqa: PLC0415

    if is_loopback(host):
        return None
    return own_certificate(store.place, host=host, key=store.database_key)


def _app(
    store: "Store", host: str, certificate: "Certificate | None", *, show: bool, phones: bool
) -> "tuple[WSGIApplication, Callable[[int], None]]":
    """The app, and what makes it once the port is known: the app answers to its own addresses only."""
    made: list[WSGIApplication] = []

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> "Iterable[bytes]":
        return made[0](environ, start)

    def begin(port: int) -> None:
        from review.address import Address  # noqa: PLC0415
        from review.app import create_app  # noqa: PLC0415 - loads Flask

        address = Address(host, port, secure=certificate is not None)
        signed_by = None if certificate is None else certificate.authority
        made.append(
            create_app(
                store,
                hosts=address.hosts,
                secure=address.secure,
                warm=not phones,
                authority=signed_by,
                phones_only=phones,
            )
        )
        _announce(address, certificate)
        if show:
            # in a thread: some browsers return only when they are closed
            threading.Thread(target=webbrowser.open, args=(address.url,), daemon=True).start()

    return answer, begin


def _announce(address: "Address", certificate: "Certificate | None") -> None:
    click.echo(f"Open {address.url} in the browser.", err=True)
    if certificate is not None:
        click.echo(
            "If the browser warns of the certificate, go on only where it shows this SHA-256 fingerprint:",
            err=True,
        )
        click.echo(certificate.fingerprint, err=True)
    click.echo("Ctrl+C stops.", err=True)
