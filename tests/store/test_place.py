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
    place = find_place(f"postgresql://me@db/aigaq?sslmode=verify-full&aigaq_keys={tmp_path}/a.keys")
    assert (place.database, place.keys) == (None, tmp_path / "a.keys")
    assert place.recovery == tmp_path / "a.recovery"
    assert place.server is not None and dict(place.server.query) == {"sslmode": "verify-full"}
    assert place.server.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite://", "store_missing"),
        ("sqlite:///:memory:", "store_missing"),
        ("://secret@x", "store_missing"),
        ("postgresql://me:secret@localhost/aigaq", "keys_unnamed"),
        ("postgresql://me:secret@localhost/aigaq?aigaq_keys=", "keys_unnamed"),
        ("postgresql://me:secret@db:port/aigaq?aigaq_keys=k", "store_missing"),
        ("mysql://me:secret@localhost/aigaq?aigaq_keys=k", "server_unknown"),
        ("postgresql+psycopg2://me:secret@localhost/aigaq?aigaq_keys=k", "server_unknown"),
    ],
)
def test_what_is_no_place_is_refused_without_quoting_it(url: str, code: str) -> None:
    with pytest.raises(AigaqError, match=code) as caught:
        find_place(url)
    assert "secret" not in str(caught.value)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no server."""
    for name in ("PGHOST", "PGHOSTADDR", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me@localhost/aigaq?",
        "postgresql://me@localhost:5433/aigaq?",
        "postgresql://me@127.0.0.1/aigaq?",
        "postgresql://me@127.8.9.1/aigaq?",
        "postgresql://me@[::1]:5433/aigaq?",
        "postgresql://me@/aigaq?",
        "postgresql:///aigaq?",
        "postgresql://me@/aigaq?host=/run/postgresql",
        "postgresql://me@/aigaq?host=/run/postgresql:5433",
        "postgresql://me@/aigaq?host=localhost:5433&host=127.0.0.1:5434",
        "postgresql://me@/aigaq?hostaddr=127.0.0.1",
        "postgresql://me@db.example/aigaq?sslmode=verify-full",
        "postgresql://me@db.example/aigaq?sslmode=verify-full&sslrootcert=/etc/ssl/office.pem",
    ],
)
def test_a_server_on_this_machine_or_one_that_proves_who_it_is(url: str) -> None:
    assert find_place(f"{url}&aigaq_keys=/k").server is not None


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me@db.example/aigaq?",
        "postgresql://me@10.0.0.7/aigaq?",
        "postgresql://me@localhost.example/aigaq?",
        "postgresql://me@db.example/aigaq?sslmode=require",
        "postgresql://me@db.example/aigaq?sslmode=verify-ca",
        "postgresql://me@db.example/aigaq?sslmode=VERIFY-FULL",
        "postgresql://me@db.example/aigaq?sslmode=verify-full&sslmode=disable",
        "postgresql://me@/aigaq?host=db.example",
        "postgresql://me@/aigaq?host=/run/postgresql,db.example",
        "postgresql://me@/aigaq?host=localhost&host=db.example",
        "postgresql://me@localhost/aigaq?host=db.example",
        "postgresql://me@localhost/aigaq?hostaddr=10.0.0.7",
        "postgresql://me@localhost/aigaq?service=office",
        "postgresql://me@localhost/aigaq?conninfo=hostaddr%3D10.0.0.7",
    ],
)
def test_a_server_that_anybody_may_pose_as_is_refused(url: str) -> None:
    with pytest.raises(AigaqError, match="server_unsafe"):
        find_place(f"{url}&aigaq_keys=/k")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("variable", "value", "url"),
    [
        ("PGHOST", "db.example", "postgresql://me@/aigaq"),
        ("PGHOSTADDR", "10.0.0.7", "postgresql://me@localhost/aigaq"),
        ("PGSERVICE", "office", "postgresql://me@localhost/aigaq"),
    ],
)
def test_nor_does_the_environment_send_it_elsewhere(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, url: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(AigaqError, match="server_unsafe"):
        find_place(f"{url}?aigaq_keys=/k")
