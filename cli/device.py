"""aigaq device: a device's key, and the devices that the office knows."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import visible, write_json
from cli.passphrases import opened_store
from models.errors import AigaqError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.card import Office
    from models.devices import Device
    from store.cards import Card
    from store.store import Store


def _printed(card: "Callable[..., None]") -> "Callable[..., None]":
    """The options of a command that prints a card."""
    for option in (
        click.option(
            "--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="A new file (HTML)."
        ),
        click.option(
            "--certificate",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="The certificate it shows, if it is not the store's own (PEM).",
        ),
        click.option(
            "--address", required=True, metavar="URL", help="Where phones reach `aigaq review --host …`."
        ),
    ):
        card = option(card)
    return card


@click.group("device", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Field devices: each signs its envelopes with a key of its own, which the office enrols."""


@command.command(
    "new",
    epilog="""\b
Examples:
  aigaq device new --out device.key
  AIGAQ_DEVICE=~/device.key aigaq device new --passphrase
""",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where (else AIGAQ_DEVICE).")
@click.option("--passphrase", "protect", is_flag=True, help="Put it under a passphrase, asked for twice.")
def new(out: Path | None, protect: bool) -> None:
    """On the device: make its signing key and print the public half, which the office enrols.

    The key signs and opens nothing. It is put under a passphrase if AIGAQ_DEVICE_PASSPHRASE_FILE names one,
    or with --passphrase.
    """
    from cli.device_key import device_file, device_passphrase, passphrase_is_named  # noqa: PLC0415
    from intake.device_keys import create_device_key  # noqa: PLC0415 - loads the cryptography

    path = out or device_file()
    words = device_passphrase(new=True) if protect or passphrase_is_named() else None
    click.echo(create_device_key(path, passphrase=words))
    click.echo("Give this line to the office: aigaq device enrol … --label …", err=True)


@command.command(
    "enrol",
    epilog="""\b
Example:
  aigaq device enrol aigaq-device-… --label blue-phone
""",
)
@click.argument("public_key", metavar="PUBKEY")
@click.option("--label", required=True, help="A made-up name for the device, never a person's.")
def enrol(public_key: str, label: str) -> None:
    """At the office: take in what this device signs. A revoked one is taken back."""
    from models.devices import read_device_text  # noqa: PLC0415
    from store.devices import enrol_device  # noqa: PLC0415 - loads SQLAlchemy

    raw = read_device_text(public_key)
    with opened_store() as store:
        click.echo(enrol_device(store, raw, label=label).id)


@command.command(
    "card",
    epilog="""\b
Examples:
  aigaq device card --label blue-phone --address https://192.168.1.20:8765 --out card.html
  aigaq device card --label red-phone --address https://a.example --certificate a.pem --out card.html
""",
)
@click.option("--label", required=True, help="A made-up name for the phone, never a person's.")
@_printed
def card(label: str, address: str, certificate: Path | None, out: Path) -> None:
    """At the office: a card to print that sets up one phone, once, within two weeks.

    The phone's browser reads address, certificate and recipient from its QR code and enrols itself.
    Whoever has the card first can set up a phone with it: print it, use it, destroy it.
    """
    from cli.card import card_page, checked_address  # noqa: PLC0415
    from store.cards import drop_card, make_card  # noqa: PLC0415 - loads SQLAlchemy

    where = checked_address(address)
    with opened_store() as store:
        office = _office(store, where, certificate)
        made = make_card(store, label=label)
        try:
            _write(out, card_page(made, office))
        except BaseException:
            drop_card(store, made.id)  # nobody has it
            raise
    click.echo(
        f"Print it and destroy the file. The card holds until {made.expires_at.date().isoformat()}.", err=True
    )


@command.command(
    "renewal",
    epilog="""\b
Example:
  aigaq intake rotate
  aigaq device renewal --address https://192.168.1.20:8765 --out renewal.html
""",
)
@_printed
def renewal(address: str, certificate: Path | None, out: Path) -> None:
    """At the office: a card that tells phones which are set up the office's new recipient.

    It holds no secret and sets up none: scan it on each phone, type the code, and the phone goes on.
    """
    from cli.card import checked_address, renewal_page  # noqa: PLC0415

    where = checked_address(address)
    with opened_store() as store:
        _write(out, renewal_page(_office(store, where, certificate)))


@command.command("cards")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of lines.")
def cards(as_json: bool) -> None:
    """At the office: the cards that nobody has used yet, with id, label and their last day."""
    from store.cards import open_cards  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        found = open_cards(store)
    if as_json:
        write_json(
            [{"id": one.id, "label": one.label, "expires_at": one.expires_at.isoformat()} for one in found]
        )
        return
    for one in found:
        click.echo(f"{one.id}\t{visible(one.label)}\t{one.expires_at.date().isoformat()}")


@command.command("drop-card")
@click.argument("card_id", metavar="ID")
def drop(card_id: str) -> None:
    """At the office: let a card that was lost set up nothing any more."""
    from store.cards import drop_card  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        drop_card(store, card_id)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of lines.")
def list_(as_json: bool) -> None:
    """At the office: the devices with id, label, state and the day they were enrolled."""
    from store.devices import list_devices  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        devices = list_devices(store)
    if as_json:
        write_json([_as_record(device) for device in devices])
        return
    for device in devices:
        state = "revoked" if device.revoked_at else "enrolled"
        click.echo(f"{device.id}\t{visible(device.label)}\t{state}\t{device.enrolled_at.date().isoformat()}")


@command.command("revoke")
@click.argument("device", metavar="LABEL|ID")
def revoke(device: str) -> None:
    """At the office: refuse what this device hands in from now on, for instance because it was taken."""
    from store.devices import revoke_device  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        click.echo(revoke_device(store, device).id)


def _office(store: "Store", address: str, certificate: Path | None) -> "Office":
    """What a card tells of the office."""
    from cli.card import Office  # noqa: PLC0415
    from review.certificate import shown_fingerprint  # noqa: PLC0415 - loads cryptography
    from store.intake_keys import current_intake_key  # noqa: PLC0415 - loads SQLAlchemy

    shown = shown_fingerprint(store.place, address, key=store.database_key, given=certificate)
    own = certificate is None and bool(shown)
    return Office(address, current_intake_key(store).recipient, shown, own)


def _write(out: Path, page: bytes) -> None:
    from store.private_files import create_private  # noqa: PLC0415 - loads SQLAlchemy

    try:
        create_private(out, page)
    except AigaqError as error:
        raise AigaqError("place_taken" if error.code == "store_exists" else "unwritable") from None


def _card_record(card: "Card") -> dict[str, object]:
    return {"id": card.id, "label": card.label, "expires_at": card.expires_at.isoformat()}


def _as_record(device: "Device") -> dict[str, object]:
    from models.devices import device_text  # noqa: PLC0415

    return {
        "id": device.id,
        "label": device.label,
        "public_key": device_text(device.public_key),
        "enrolled_at": device.enrolled_at.isoformat(),
        "revoked_at": device.revoked_at.isoformat() if device.revoked_at else None,
    }
