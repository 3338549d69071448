from models.findings import Analysis
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope, Draft, SourceKind, StatementState
from models.users import Duty
from redact.risk import risk_of
from store.audit import audit
from store.users import open_vault

TEXT = "Меня зовут Ерлан Тлеуов, телефон 8 701 555 01 02, нас избили дубинками в Алматы."


def blocked(store) -> str:
    analysis = Analysis(Language.RU, (), (), (), (), failures=("phones",))
    return store.add_statement(
        Draft(raw_text=TEXT, source=SourceKind.TEXT, consent=Consent(ConsentScope.PUBLIC)),
        analysis,
        redacted={Audience.PUBLIC: ""},
        regions=frozenset(),
        words=12,
        risk=risk_of(TEXT, analysis),
    )


def test_a_blocked_statement_is_scanned_again_and_waits(store, client_of, post, first_reviewer):
    statement = blocked(store)
    client = client_of(Duty.REVIEWER)
    page = client.get(f"/statement/{statement}").text
    assert "Scan it again" in page
    assert post(client, f"/statement/{statement}/approve", {"last": "0"}).status_code == 409
    assert post(client, f"/statement/{statement}/decide", {"action": "undo"}).status_code == 409
    assert post(client, f"/statement/{statement}/rescan").status_code == 303
    row = store.statement(statement)
    assert row.state is StatementState.WAITING
    assert "beating" in row.abuse and row.regions
    record = store.unseal(statement, open_vault(store, first_reviewer.name, first_reviewer.passphrase))
    assert record.raw_text == TEXT and not record.analysis.failures
    assert "Тлеуов" not in record.redacted[Audience.PUBLIC]
    assert 'data-kind="PERSON"' in client.get(f"/statement/{statement}").text
    with store.reading() as session:
        assert audit(session).whole


def test_what_is_not_blocked_is_not_scanned_again(store, client_of, post):
    statement = blocked(store)
    client = client_of(Duty.REVIEWER)
    post(client, f"/statement/{statement}/rescan")
    assert post(client, f"/statement/{statement}/rescan").status_code == 400
    assert post(client_of(Duty.OPERATOR), f"/statement/{statement}/rescan").status_code == 403
