"""Field devices that the office knows: enrolled by their public key, revoked when one is lost."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.devices import Device
from models.errors import AigaqError
from store.ids import new_id
from store.journal import Done, now, record
from store.message_rows import drop_questions
from store.store import Store
from store.tables import DeviceRow
from store.vault import same_name


def enrol_device(store: Store, public_key: bytes, *, label: str) -> Device:
    """Take envelopes that this key signs; one that was revoked is taken back under its new label.

    Errors: name_missing, device_exists (the key, or the label of one that is not revoked).
    """
    with store.writing() as session:
        return _device(put_device(session, public_key, label=label))


def put_device(
    session: Session, public_key: bytes, *, label: str, counts: Mapping[str, int] | None = None
) -> DeviceRow:
    """The same in an open transaction, with counts for its entry."""
    known_as = same_name(label)
    if not known_as:
        raise AigaqError("name_missing")
    row = session.scalars(select(DeviceRow).where(DeviceRow.public_key == public_key)).first()
    named = session.scalars(select(DeviceRow).where(DeviceRow.label == known_as)).first()
    if row is not None and row.revoked_at is None:
        raise AigaqError("device_exists")
    if named is not None and named is not row:
        _give_up_label(session, named)
    if row is None:
        row = DeviceRow(id=new_id(), public_key=public_key)
        session.add(row)
    row.label, row.enrolled_at, row.revoked_at = known_as, now(), None
    record(session, Done.DEVICE_ENROLLED, subject=row.id, counts=counts)
    return row


def revoke_device(store: Store, wanted: str) -> Device:
    """Refuse what this device, by its label or id, hands in from now on; no_such_device if there is none."""
    with store.writing() as session:
        row = _find(session, wanted)
        if row.revoked_at is None:
            row.revoked_at = now()
            record(session, Done.DEVICE_REVOKED, subject=row.id)
            drop_questions(session, row.id)
        return _device(row)


def list_devices(store: Store) -> list[Device]:
    """All devices, in the order they came."""
    with store.reading() as session:
        rows = session.scalars(select(DeviceRow).order_by(DeviceRow.enrolled_at, DeviceRow.label))
        return [_device(row) for row in rows]


def device_of(store: Store, public_key: bytes) -> Device | None:
    """The device with this key, revoked or not."""
    with store.reading() as session:
        row = session.scalars(select(DeviceRow).where(DeviceRow.public_key == public_key)).first()
        return None if row is None else _device(row)


def _give_up_label(session: Session, row: DeviceRow) -> None:
    """Let another device have the label of one that was revoked, which keeps it with its id behind."""
    if row.revoked_at is None:
        raise AigaqError("device_exists")
    row.label = f"{row.label} ({row.id})"
    record(session, Done.DEVICE_REVOKED, subject=row.id)


def _find(session: Session, wanted: str) -> DeviceRow:
    named = (DeviceRow.label == same_name(wanted)) | (DeviceRow.id == wanted)
    row = session.scalars(select(DeviceRow).where(named)).first()
    if row is None:
        raise AigaqError("no_such_device")
    return row


def _device(row: DeviceRow) -> Device:
    return Device(row.id, row.label, row.public_key, row.enrolled_at, row.revoked_at)
