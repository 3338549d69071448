"""ODK Central's export: the form's table and its repeated groups are joined, media are counted."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.form_zip import is_form_zip, read_form_zip
from intake.parts import Refusal, Told
from models.errors import SENTENCES, AigaqError

UUID = "uuid:0b9c2d4e-1111-4222-8333-944455566677"
OTHER = "uuid:1b9c2d4e-1111-4222-8333-944455566677"
PROSE = "Меня держали в подвале двое суток, воды не давали и спать не разрешали. " * 4

MAIN = f"""SubmissionDate,intro-consent,main-statement,main-photo,main-age,meta-instanceID,KEY,SubmitterName
2022-03-04T10:00:00Z,yes,"Слова, сказанные
в два дня",1646.jpg,30,{UUID},{UUID},Коллектор
2022-03-05T10:00:00Z,no,Не читать,,31,{OTHER},{OTHER},Коллектор
"""
MORE = f'testimony,PARENT_KEY,KEY\n"{PROSE}",{UUID},{UUID}/more[1]\n"{PROSE}",{OTHER},{OTHER}/more[1]\n'
KIN = f"name,PARENT_KEY,KEY\nТест Тестов,{UUID},{UUID}/kin[1]\n"
EXPORT = {"cases-more.csv": MORE, "cases-kin.csv": KIN, "cases.csv": MAIN, "media/1646.jpg": b"\xff\xd8\xff"}


def package(parts: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return raw.getvalue()


def sample() -> bytes:
    """An export of two entries, one of them refused, with two repeated groups and a picture."""
    return package({**EXPORT})


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        list(read_form_zip(raw))
    assert caught.value.__cause__ is None
    return caught.value.code


def test_an_export_of_odk_central() -> None:
    raw = sample()
    assert is_form_zip(raw)
    first, second = read_form_zip(raw)
    assert isinstance(first, Told)
    assert first.draft.raw_text == f"Слова, сказанные\nв два дня\n\n{PROSE.strip()}"
    assert first.draft.submission == UUID.removeprefix("uuid:")
    assert dict(first.draft.left_out) == {"attachments": 1, "other answers": 2}
    assert second == Refusal("#2", "no_consent")


@pytest.mark.parametrize(
    "parts",
    [
        {"cases.csv": "statement,name\nСлова,Тест\n"},
        {"cases.csv": MAIN, "letter.docx": b"x"},
        {"folder/cases.csv": MAIN},
        {"media/1646.jpg": b"x"},
        {},
    ],
)
def test_other_archives_are_not_taken_for_it(parts: dict[str, str | bytes]) -> None:
    assert not is_form_zip(package(parts))


def test_what_is_no_archive_is_no_export() -> None:
    assert not is_form_zip(b"no zip")
    assert not is_form_zip(sample()[:200])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"media/1646.jpg": b"x"}, "empty"),
        ({"cases.csv": ""}, "empty"),
        ({"cases-more.csv": MORE}, "no_statement_column"),
        ({"cases.csv": MAIN, "CASES.csv": MAIN}, "damaged"),
        ({"cases.csv": MAIN, "cases-more.csv": '"' + MORE}, "damaged"),
        ({"cases.csv": b"KEY," + b"a" * 17_000_000}, "archive_bomb"),
        ({f"{number}.csv": MAIN for number in range(101)}, "too_large"),
    ],
)
def test_refusals(parts: dict[str, str | bytes], expected: str) -> None:
    assert code(package(parts)) == expected


def test_damage_and_passwords() -> None:
    raw = sample()
    assert code(b"no zip") == "damaged"
    assert code(raw[:300]) == "damaged"
    assert code(package({**EXPORT}, method=zipfile.ZIP_LZMA)) == "damaged"
    encrypted = bytearray(raw)
    place = 0
    while (place := encrypted.find(b"PK\x01\x02", place)) >= 0:
        encrypted[place + 8] |= 1
        place += 4
    assert code(bytes(encrypted)) == "password"


def test_an_entry_without_a_name_is_neither_table_nor_media() -> None:
    raw = package({**EXPORT, "nameless": b"y"}).replace(b"nameless", b"\x00ameless")
    assert not is_form_zip(raw)
    assert len(list(read_form_zip(raw))) == 2


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.binary(max_size=4))
def test_bytes_that_were_changed_end_in_entries_or_an_error(place: int, change: bytes) -> None:
    raw = sample()
    at = place % len(raw)
    raw = raw[:at] + change + raw[at + 2 :]
    is_form_zip(raw)
    try:
        parts = list(read_form_zip(raw))
    except AigaqError as error:
        assert error.code in SENTENCES
    else:
        assert all(isinstance(part, Told | Refusal) for part in parts)
