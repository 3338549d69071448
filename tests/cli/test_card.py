"""The card for a phone, as it is printed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from store.cards import card_is_open
from store.store import open_store

Run = Callable[..., tuple[int, str, str]]
CARD = ("device", "card", "--label", "blue-phone", "--address")


@pytest.fixture
def office(aigaq: Run, passphrases: Path) -> Path:
    assert aigaq("init", "--reviewer", "Сәуле")[0] == 0
    return passphrases


def text_of(page: str) -> str:
    found = re.search(r"1\.age1[^<\s]*", page)
    assert found is not None
    return found[0]


def test_a_card_has_all_that_a_phone_needs(aigaq: Run, office: Path, tmp_path: Path) -> None:
    out = tmp_path / "card.html"
    status, said, told = aigaq(*CARD, "https://192.168.1.20:8765/", "--out", str(out))
    assert (status, said) == (0, "")
    assert "The card holds until" in told
    assert out.stat().st_mode & 0o777 == 0o600
    page = out.read_text("utf-8")
    version, recipient, secret, fingerprint = text_of(page).split(".")
    assert version == "1"
    assert "<code>https://192.168.1.20:8765/submit</code>" in page
    assert "#1." not in page  # what a card holds never stands in an address: browsers keep those
    assert page.count("<svg") == 2
    assert aigaq("intake", "show")[1].strip() == recipient
    [shown] = re.findall(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", page)
    assert shown.replace(":", "").startswith(fingerprint)
    assert secret not in told
    with open_store(str(office), passphrase="the store's own words") as store:
        assert card_is_open(store, secret)
    assert not re.search(r"""(?:src|href)\s*=""", page.replace("xlink:href", ""))  # it needs nothing else
    for word in ("Certificate", "Уничтожьте карточку", "Карточканы жойыңыз"):
        assert word in page


def test_the_certificate_is_the_one_that_is_served(aigaq: Run, office: Path, tmp_path: Path) -> None:
    pages = []
    for number, host in enumerate(("192.168.1.20", "192.168.1.20", "192.168.1.21")):
        out = tmp_path / f"{number}.html"
        label = f"phone-{number}"
        assert (
            aigaq("device", "card", "--label", label, "--address", f"https://{host}", "--out", str(out))[0]
            == 0
        )
        pages.append(text_of(out.read_text("utf-8")).rpartition(".")[2])
    assert pages[0] == pages[1] != pages[2]


@pytest.mark.parametrize(
    "address",
    [
        "http://192.168.1.20:8765",
        "ftp://a",
        "192.168.1.20",
        "https://",
        "https://a/b",
        "https://a?b",
        "https://u@a",
        "https://a:x",
    ],
)
def test_an_address_that_no_phone_can_open_safely_is_refused(
    aigaq: Run, office: Path, tmp_path: Path, address: str
) -> None:
    out = tmp_path / "card.html"
    status, _, told = aigaq(*CARD, address, "--out", str(out))
    assert status == 1
    assert "bad_address" in told
    assert not out.exists()
    assert aigaq("device", "cards")[1] == ""


def test_a_card_that_could_not_be_written_sets_up_nothing(aigaq: Run, office: Path, tmp_path: Path) -> None:
    taken = tmp_path / "card.html"
    taken.write_text("mine")
    status, _, told = aigaq(*CARD, "https://192.168.1.20", "--out", str(taken))
    assert (status, taken.read_text()) == (1, "mine")
    assert "place_taken" in told
    assert aigaq("device", "cards")[1] == ""
    assert aigaq(*CARD, "https://192.168.1.20", "--out", str(tmp_path / "no" / "card.html"))[0] == 1
    assert aigaq("device", "cards")[1] == ""


def test_cards_are_listed_and_dropped(aigaq: Run, office: Path, tmp_path: Path) -> None:
    assert aigaq(*CARD, "http://127.0.0.1:8765", "--out", str(tmp_path / "card.html"))[0] == 0
    card_id, label, _ = aigaq("device", "cards")[1].strip().split("\t")
    assert label == "blue-phone"
    assert aigaq("device", "drop-card", card_id)[0] == 0
    assert aigaq("device", "cards")[1] == ""
    secret = text_of((tmp_path / "card.html").read_text("utf-8")).split(".")[-2]
    with open_store(str(office), passphrase="the store's own words") as store:
        assert not card_is_open(store, secret)


def test_a_renewal_tells_the_new_recipient_and_sets_up_nothing(
    aigaq: Run, office: Path, tmp_path: Path
) -> None:
    before = aigaq("intake", "show")[1].strip()
    assert aigaq("intake", "rotate")[0] == 0
    out = tmp_path / "renewal.html"
    assert aigaq("device", "renewal", "--address", "https://192.168.1.20", "--out", str(out))[0] == 0
    _, recipient, secret, _ = text_of(out.read_text("utf-8")).split(".")
    assert recipient == aigaq("intake", "show")[1].strip() != before
    assert aigaq("device", "cards")[1] == ""
    with open_store(str(office), passphrase="the store's own words") as store:
        assert not card_is_open(store, secret)
