"""Tables of public counts: what is good is read, what is not is refused with its line."""

from pathlib import Path

import pytest

from models.errors import AigaqError
from share.mosaic.cells import DIMS
from share.reference import read_reference


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "known.csv"


def known(path: Path) -> list[tuple[dict[str, str], int]]:
    """The rows with what they name, and the counts."""
    return [
        (
            {dim.value: value for dim, value in zip(DIMS, row.values, strict=True) if value is not None},
            row.count,
        )
        for row in read_reference(path)
    ]


def test_a_table_is_read(table: Path) -> None:
    table.write_text(
        "place,period,act,age,sex,job,role,count\n"
        "KZ-75,2022-01,burning,20–29,f,health worker,protester,1\n"
        "Zhanaozen,,,,,,,12\n"
        ",2022-01-05,ill_treatment,adult,m,,,0\n",
        "utf-8",
    )
    whole = {
        "place": "KZ-75",
        "period": "2022-01",
        "act": "burning",
        "age": "20–29",
        "sex": "f",
        "job": "health worker",
        "role": "protester",
    }
    assert known(table) == [
        (whole, 1),
        ({"place": "Zhanaozen"}, 12),
        ({"period": "2022-01-05", "act": "ill_treatment", "age": "adult", "sex": "m"}, 0),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "count,sex\n3,f\n".encode("utf-8-sig"),  # as Excel saves it
        b"sex,count\r\nf,3\r\n",
        b"sex,count\nf,3",
        b'"sex","count"\n"f","3"\n',
        b"sex,count\n f , 3 \n",
        b"sex,count\n\nf,3\n\n",
    ],
    ids=["mark", "windows", "no end", "quotes", "blanks", "empty lines"],
)
def test_programs_write_it_in_different_ways(table: Path, raw: bytes) -> None:
    table.write_bytes(raw)
    assert known(table) == [({"sex": "f"}, 3)]


def test_an_empty_cell_fits_everything(table: Path) -> None:
    table.write_text("act,sex,count\n,,4\n")
    (row,) = read_reference(table)
    assert row.fits(tuple("anything" for _ in DIMS)) and row.count == 4


def test_a_table_without_rows_says_nothing(table: Path) -> None:
    table.write_text("count\n")
    assert read_reference(table) == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("place\nAlmaty", {"place": "KZ-75"}),  # a city that is a region of its own
        ("place\nMangystau Region", {"place": "KZ-47"}),
        ("age\n20-29", {"age": "20–29"}),
        ("age\n34", {"age": "34–34"}),
        ("age\n16", {"age": "minor"}),
        ("age\nminor", {"age": "minor"}),
        ("period\n2022", {"period": "2022"}),
        ("period\n--01", {"period": "--01"}),
    ],
)
def test_values_become_what_statements_tell(table: Path, typed: str, told: dict[str, str]) -> None:
    dim, _, value = typed.partition("\n")
    table.write_text(f"{dim},count\n{value},2\n", "utf-8")
    assert known(table) == [(told, 2)]


BAD_HEADS = {
    "nothing": "",
    "an empty line": "\n",
    "no count": "place,act\nKZ-75,burning\n",
    "an unknown column": "place,colour,count\nKZ-75,red,1\n",
    "another case": "place,Count\nKZ-75,1\n",
    "a column twice": "place,place,count\nKZ-75,KZ-10,1\n",
    "count twice": "count,count\n1,9\n",
    "a column without a name": "place,,count\nKZ-75,,1\n",
    "semicolons": "place;count\nKZ-75;1\n",
    "no head": "KZ-75,1\n",
}


@pytest.mark.parametrize("head", BAD_HEADS)
def test_a_bad_head_is_refused(table: Path, head: str) -> None:
    table.write_text(BAD_HEADS[head])
    with pytest.raises(AigaqError, match="bad_reference") as caught:
        read_reference(table)
    assert caught.value.message.endswith(" Line 1.")


BAD_ROWS = {
    "no count": "KZ-75,burning,",
    "a blank count": "KZ-75,burning,  ",
    "a negative count": "KZ-75,burning,-1",
    "a count with a sign": "KZ-75,burning,+1",
    "a count with a point": "KZ-75,burning,1.0",
    "a count in words": "KZ-75,burning,one",
    "digits of another script": "KZ-75,burning,٣",
    "a small raised digit": "KZ-75,burning,²",
    "a count without end": "KZ-75,burning," + "9" * 5000,
    "a cell too many": "KZ-75,burning,1,1",
    "a cell too few": "KZ-75,burning",
    "nothing but a place": "KZ-75",
    "a place that is none": "Канарейкино,burning,1",
    "a region that is none": "KZ-99,burning,1",
    "the whole country": "KZ,burning,1",
    "an abuse that is none": "KZ-75,canary,1",
    "an abuse in capitals": "KZ-75,Burning,1",
}


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_bad_row_is_refused_with_its_line_and_not_quoted(table: Path, row: str) -> None:
    table.write_text(f"place,act,count\nKZ-75,beating,1\n\n{BAD_ROWS[row]}\nKZ-75,beating,1\n", "utf-8")
    with pytest.raises(AigaqError, match="bad_reference") as caught:
        read_reference(table)
    assert caught.value.message.endswith(" Line 4.")
    assert caught.value.__cause__ is None and "анарейкин" not in str(caught.value)


@pytest.mark.parametrize(
    ("dim", "value"),
    [
        ("sex", "female"),
        ("sex", "F"),
        ("age", "young"),
        ("age", "20–29–39"),
        ("age", "-5"),
        ("period", "January 2022"),
        ("period", "01.2022"),
        ("period", "2022-1"),
    ],
)
def test_a_value_that_nobody_can_tell_protects_nobody_and_is_refused(
    table: Path, dim: str, value: str
) -> None:
    table.write_text(f"{dim},count\n{value},1\n", "utf-8")
    with pytest.raises(AigaqError, match="bad_reference") as caught:
        read_reference(table)
    assert caught.value.message.endswith(" Line 2.")


def test_lines_are_counted_as_an_editor_does(table: Path) -> None:
    table.write_text('job,count\n"a\nb",1\nhealth worker,none\n')
    with pytest.raises(AigaqError) as caught:
        read_reference(table)
    assert caught.value.message.endswith(" Line 4.")


def test_what_is_no_text_is_refused(table: Path) -> None:
    for raw in (
        b"\xff\xfe" + "count\n1\n".encode("utf-16-le"),
        b"count\n\xff\n",
        b'count\n"' + b"9" * 200_000,
    ):
        table.write_bytes(raw)
        with pytest.raises(AigaqError, match="bad_reference"):
            read_reference(table)


def test_a_huge_file_is_not_read(table: Path) -> None:
    with table.open("wb") as file:
        file.truncate(16 * 1024 * 1024 + 1)
    with pytest.raises(AigaqError, match="bad_reference"):
        read_reference(table)


def test_what_is_not_there_is_said(table: Path, tmp_path: Path) -> None:
    for wrong in (table, tmp_path, tmp_path / "none" / "known.csv"):
        with pytest.raises(AigaqError, match="no_such_file") as caught:
            read_reference(wrong)
        assert caught.value.__cause__ is None
