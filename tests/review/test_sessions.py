"""Sessions end by themselves, and what reviewers share in memory ends with the last of them."""

from models.users import Duty
from review.sessions import LONGEST, Sessions


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def started(sessions: Sessions, name: str, *, vault: object = None) -> str:
    return sessions.start(user_id=name, name=name, duty=Duty.REVIEWER, vault=vault)


def test_a_session_lasts_as_long_as_there_is_work():
    clock = Clock()
    sessions = Sessions(idle=100, clock=clock)
    token = started(sessions, "A")
    for _ in range(5):
        clock.now += 90
        assert sessions.find(token) is not None
    clock.now += 90
    assert sessions.find(token, touch=False) is not None  # asking whether it lasts does not make it last
    clock.now += 20
    assert sessions.find(token) is None


def test_no_session_lasts_for_ever():
    clock = Clock()
    sessions = Sessions(idle=LONGEST * 2, clock=clock)
    token = started(sessions, "A")
    clock.now += LONGEST + 1
    assert sessions.find(token) is None


def test_a_token_that_was_not_given_opens_nothing():
    sessions = Sessions()
    token = started(sessions, "A")
    for wrong in ("", token[:-1], token + "x", token.swapcase(), "\ud800"):
        assert sessions.find(wrong) is None
    assert "A" not in repr(sessions.find(token))


def test_what_is_shared_goes_with_the_last_reviewer():
    clock = Clock()
    sessions = Sessions(idle=100, clock=clock)
    first, second = started(sessions, "A", vault=object()), started(sessions, "B", vault=object())
    operator = started(sessions, "C")
    sessions.shared["case"] = "names"
    sessions.end(first)
    assert sessions.shared
    clock.now += 60
    sessions.find(operator)
    clock.now += 60
    assert sessions.find(operator) is not None  # the second reviewer has been idle for too long
    assert sessions.find(second) is None
    assert not sessions.shared


def test_a_user_who_is_disabled_has_no_session_left():
    sessions = Sessions()
    tokens = [started(sessions, "A"), started(sessions, "A"), started(sessions, "B")]
    sessions.end_all_of("A")
    assert [sessions.find(token) is not None for token in tokens] == [False, False, True]


def test_a_closed_browser_ends_its_session_without_asking(monkeypatch):
    waited = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock.now += 200

    clock = Clock()
    sessions = Sessions(idle=100, clock=clock)
    monkeypatch.setattr("review.sessions.threading.Thread.start", lambda _: None)
    started(sessions, "A", vault=object())
    sessions.shared["case"] = "names"
    monkeypatch.setattr("review.sessions.time.sleep", sleep)
    sessions._watch()
    assert waited == [30.0]
    assert not sessions.shared and not sessions._by_token
