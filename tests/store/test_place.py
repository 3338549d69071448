from pathlib import Path

import pytest

from models.errors import AigaqError
from store.place import find_place


def test_keys_and_recovery_stand_beside_a_file(tmp_path: Path) -> None:
    for url in (str(tmp_path / "a.db"), f"sqlite:///{tmp_path}/a.db"):
        place = find_place(url)
        assert (place.database, place.server) == (tmp_path / "a.db", None)
        assert place.keys == tmp_path / "a.db.keys"
        assert place.recovery == tmp_path / "a.db.recovery"


def test_a_servers_url_says_where_the_keys_are(tmp_path: Path) -> None:
    place = find_place(f"postgresql+psycopg://me@db/aigaq?sslmode=require&aigaq_keys={tmp_path}/a.keys")
    assert (place.database, place.keys) == (None, tmp_path / "a.keys")
    assert place.server is not None and dict(place.server.query) == {"sslmode": "require"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite://", "store_missing"),
        ("sqlite:///:memory:", "store_missing"),
        ("://secret@x", "store_missing"),
        ("postgresql://me@db/aigaq", "keys_missing"),
    ],
)
def test_what_is_no_place_is_refused_without_quoting_it(url: str, code: str) -> None:
    with pytest.raises(AigaqError, match=code) as caught:
        find_place(url)
    assert "secret" not in str(caught.value)
