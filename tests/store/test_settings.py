"""Settings of the office: a closed list, the default where nobody chose, each change in the journal."""

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from store.audit import audit
from store.settings import SETTINGS, change_setting, read_settings, setting
from store.store import Store


def told(store: Store) -> list[tuple[object, ...]]:
    query = sql("select subject, counts, actor from journal where action = 'setting_changed'")
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_the_defaults_are_the_careful_ones(store: Store) -> None:
    assert read_settings(store) == {"reviewers": "two", "decoys": "off", "phone_name": "notes"}
    assert {name: values[0] for name, values in SETTINGS.items()} == read_settings(store)


def test_a_change_is_kept_and_told_by_its_place_in_the_list(store: Store) -> None:
    change_setting(store, "decoys", "on", actor="ACTOR00000")
    change_setting(store, "decoys", "on", actor="ACTOR00000")  # no change, no entry
    change_setting(store, "reviewers", "one", actor=None)
    change_setting(store, "reviewers", "two", actor=None)
    assert read_settings(store) == {"reviewers": "two", "decoys": "on", "phone_name": "notes"}
    assert told(store) == [
        ("decoys", '{"value":1}', "ACTOR00000"),
        ("reviewers", '{"value":1}', None),
        ("reviewers", '{"value":0}', None),
    ]
    with store.reading() as session:
        assert not audit(session).counts


@pytest.mark.parametrize(
    ("name", "value"),
    [("reviewers", "three"), ("reviewers", ""), ("decoys", "two"), ("", ""), ("Қанарейкин", "one")],
)
def test_what_is_in_no_list_is_refused_and_not_quoted(store: Store, name: str, value: str) -> None:
    with pytest.raises(AigaqError, match="bad_setting") as caught:
        change_setting(store, name, value, actor=None)
    assert "Қанарейкин" not in str(caught.value)
    assert told(store) == []


def test_a_value_that_is_none_is_the_careful_one(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql("insert into settings values ('reviewers', 'none'), ('decoys', 'yes')"))
    with store.reading() as session:
        assert (setting(session, "reviewers"), setting(session, "decoys")) == ("two", "off")
