"""The whole way of a statement as two reviewers go it, by keyboard alone, over a real encrypted store."""

from sqlalchemy import select

from models.decisions import DecisionKind
from models.labels import Audience
from models.statements import StatementState
from store.audit import audit
from store.decisions import read_decisions
from store.search import search
from store.tables import ApprovedTextRow

RISKY = """Меня зовут [[PERSON person-1 0.9|Ерлан Тлеуов]], мне было [[AGE age-1 0.9|15 лет]].

Вместе с [[PERSON person-1 0.8|Ерланом]] был Бекзат. [[PERSON person-2 0.9|Ереке]], так меня звали дома, \
[[# beating|избили дубинками]]. [[PERSON person-3 0.6|Роза]] видела, как Бекзата увели. \
[[? capital|Каскад]] там был.

Телефон [[PHONE phone-1 0.95|87015550102]]. Потом к Бекзату не пускали. Рассказал \U0001f62d и плакал.
"""
PLAIN = (
    "Ничего особенного [[PERSON person-1 0.9|Марат Сеитов]] не видел, [[DATE date-1 0.9|5 января]] был дома."
)


def approved_texts(office):
    with office.store.reading() as session:
        return {
            (row.statement_id, row.audience): row.text for row in session.scalars(select(ApprovedTextRow))
        }


def test_two_reviewers_by_keyboard_alone(office, serve, page_at, sign_in, desk_of):
    office.add(PLAIN)
    risky = office.add(RISKY)
    url = serve(office.app)
    page = page_at(url)
    sign_in(page, "Сәуле")

    # the riskiest statement stands first, and the keyboard gets there
    first = page.locator("table.queue tbody a").first
    assert first.inner_text() == risky
    first.focus()
    page.keyboard.press("Enter")
    desk = desk_of(page)
    assert page.get_attribute("#statement", "data-phase") == "first"
    assert desk.left == 5  # three people, one of them unsure, a phone and a suspect; ages say nothing of who

    # a missed name, everywhere, whatever its ending
    page.keyboard.press("/")
    page.keyboard.type("Бекзат")
    page.wait_for_selector("#places mark")
    assert page.locator("#places li").count() == 3
    desk.press("Enter")
    page.wait_for_selector("[data-badge='Лицо 4']")
    assert page.locator("[data-badge='Лицо 4']").count() == 3

    # he was called Ереке at home: two identities become one
    while desk.here["words"] != "Ереке":
        desk.press("n")
    page.keyboard.press("w")
    page.wait_for_selector("#who-dialog[open]")
    names = page.locator("#who-list button").all_inner_texts()
    page.keyboard.press(str(next(i for i, name in enumerate(names, 1) if "Тлеуов" in name)))
    page.wait_for_function("() => document.querySelectorAll(\"[data-badge='Лицо 1']\").length === 3")
    desk.settle()

    desk.decide_all()
    desk.approve()
    page.wait_for_url("**/statement/*done=confirming*")
    assert office.store.statement(risky).state is StatementState.CONFIRMING
    assert approved_texts(office) == {}

    # the second one has not seen what the first did, for a child speaks here
    other = page_at(url)
    sign_in(other, "Raushan")
    other.goto(f"/statement/{risky}")
    second = desk_of(other)
    assert other.get_attribute("#statement", "data-phase") == "blind"
    assert other.locator("[data-badge='Лицо 4']").count() == 0
    second.decide_all()
    second.approve()
    other.wait_for_selector("#statement[data-phase=compare]")
    assert second.left > 0  # the name that only the first one masked, and who is one
    while second.left:
        before = other.get_attribute("#statement", "data-has")
        other.keyboard.press("h")
        other.wait_for_function(
            "before => document.getElementById('statement').dataset.has !== before", arg=before
        )
        second.settle()
    second.approve()
    other.wait_for_url("**done=approved**")

    texts = approved_texts(office)
    assert {audience for _, audience in texts} == set(Audience)
    for text in texts.values():
        for name in ("Ерлан", "Ереке", "Бекзат", "Тлеуов", "Роза", "8701"):
            assert name not in text
    assert "[Лицо 4]" in texts[risky, Audience.PUBLIC]
    assert office.store.statement(risky).state is StatementState.APPROVED
    assert [hit.statement_id for hit in search(office.store, "дубинка", audience=Audience.PUBLIC).hits] == [
        risky
    ]
    with office.store.reading() as session:
        assert audit(session).whole
    kinds = [d.choice.kind for d in read_decisions(office.store, risky, office.vault())]
    assert {DecisionKind.ADD, DecisionKind.ASSIGN, DecisionKind.COMPARE} <= set(kinds)


def test_sixty_keys_for_forty_findings(office, serve, page_at, sign_in, desk_of):
    parts = []
    for at in range(40):
        who = at % 12 + 1
        score = 0.6 if at % 7 == 0 else 0.9
        parts.append(
            f"Потом [[PERSON person-{who} {score}|Житель{who:02d}]] говорил, и мы шли дальше по улице."
        )
        if at % 8 == 0:
            parts.append(f"Там стоял [[? capital|предмет{at}]] у стены.")
    statement = office.add(" ".join(parts))
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk = desk_of(page)
    assert desk.left == 12 + 5
    desk.decide_all()
    desk.approve()
    page.wait_for_url("**done=confirming**")
    assert desk.keys <= 60
    decided = read_decisions(office.store, statement, office.vault())
    assert len(decided) == 17


def test_an_approval_is_refused_while_something_is_open(office, serve, page_at, sign_in, desk_of):
    statement = office.add(PLAIN)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk_of(page)
    page.keyboard.press("f")
    page.wait_for_selector("#approval [role=alert]")
    page.keyboard.press("Enter")  # goes there, and approves nothing
    assert not page.locator("#approve-dialog").is_visible()
    assert office.store.statement(statement).state is StatementState.WAITING


def test_undo_and_redo(office, serve, page_at, sign_in, desk_of):
    statement = office.add(PLAIN)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk = desk_of(page)
    desk.press("r")
    page.wait_for_selector("#m18.s-rejected")
    assert page.locator(".r").first.inner_text().startswith("Ничего особенного Марат Сеитов")
    desk.press("u")
    page.wait_for_selector("#m18.s-pending")
    desk.press("Shift+U")
    page.wait_for_selector("#m18.s-rejected")
    desk.press("Control+z")
    page.wait_for_selector("#m18.s-pending")
    assert "[Лицо 1]" in page.locator(".r").first.inner_text()
