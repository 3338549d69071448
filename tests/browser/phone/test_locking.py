"""The code, the lock, and drafts: who has no code sees a name, and what is not sealed is nowhere else."""

from playwright.sync_api import Dialog, Page, expect

from review.phone_files import NAMES
from tests.browser.phone.conftest import SCREEN
from tests.browser.phone.thumb import CODE, Phone

TEXT = "Меня били в отделе."
LEFT = """async () => ({
  kept: await (async () => {
    const keep = await import("/submit/keep.js")
    return [await keep.get("salt"), await keep.get("kit"), await keep.get("secret"), await keep.get("token")]
  })(),
  out: await (await import("/submit/keep.js")).waiting(),
  cached: (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys())
    .map(request => new URL(request.url).pathname)))).flat(),
  stored: [localStorage.length, sessionStorage.length, document.cookie],
})"""


class Asked:
    """What the browser asked before it left the page; each time it is told to stay."""

    def __init__(self, page: Page) -> None:
        self.kinds: list[str] = []
        page.on("dialog", self._stay)

    def _stay(self, dialog: Dialog) -> None:
        self.kinds.append(dialog.type)
        dialog.dismiss()


def wait(phone: Phone, time: str) -> None:
    """Let a time of the page pass, untouched; what the last touch set off comes to rest before."""
    phone.page.wait_for_timeout(200)
    phone.page.clock.fast_forward(time)


def is_locked(phone: Phone) -> None:
    """Nothing is shown but the field for the code."""
    expect(phone.code_field).to_be_visible()
    assert phone.page.locator("main").inner_text().split() == ["Code", "Open"]


# a camera and a reader of codes, which Chromium has not got on every system
CAMERA = """
window.stopped = false
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas")
  canvas.getContext("2d").fillRect(0, 0, 9, 9)
  const stream = canvas.captureStream(9)
  for (const track of stream.getTracks()) track.onended = track.stop = () => { window.stopped = true }
  return stream
}
window.BarcodeDetector = class { async detect() { return [{ rawValue: "another" }, { rawValue: "TEXT" }] } }
"""


def test_without_the_code_there_is_a_name_and_a_field(phone) -> None:
    phone.hand_in(TEXT)
    phone.press("lock")
    is_locked(phone)
    assert phone.page.title() == NAMES["notes"]["en"]
    for wrong in ("k7pt4v", "k7pt4", "      "):
        phone.code_field.fill(wrong)
        phone.page.get_by_role("button").click()
        expect(phone.page.locator(".wrong")).to_have_text("This is not the code.")
        expect(phone.page.get_by_role("button")).to_be_enabled()
    is_wrong = phone.page.locator("main").inner_text()
    assert is_wrong.split("\n")[0] == "Code"
    phone.unlock(f" {CODE.upper()} ")  # as thumbs and phones write it


def test_codes_that_are_too_short_or_differ_are_refused(open_phone, office) -> None:
    phone = open_phone()
    wrong = phone.page.locator(".wrong")
    phone.page.get_by_role("checkbox").check()
    for first, second, key in (
        ("", "", "enrol_short"),
        ("12345", "12345", "enrol_short"),
        (CODE, "k7pt4", "enrol_differ"),
    ):
        phone.box("enrol_code").fill(first)
        phone.box("enrol_again").fill(second)
        phone.press("enrol_go")
        expect(wrong).to_have_text(phone.say(key))
    phone.page.get_by_role("checkbox").uncheck()
    phone.box("enrol_again").fill(CODE)
    phone.press("enrol_go")
    expect(wrong).to_have_text(phone.say("enrol_not"))
    assert "/submit/enrol" not in office.line.asked
    phone.enrol()


def test_a_card_enrols_one_phone(open_phone, office, faults) -> None:
    card = office.card()
    phone = open_phone(card)
    phone.enrol()
    second = open_phone(card)
    expect(second.page.locator(".wrong")).to_have_text("This card does not fit.")
    assert [fault for fault in faults.take() if "401" not in fault] == []
    second.show_card(office.card("red-phone"))
    second.enrol()


def test_a_card_is_held_before_the_camera(page_at, office) -> None:
    page = page_at(f"{office.url}/submit", "phone", **SCREEN)
    page.add_init_script(CAMERA.replace("TEXT", office.card()))
    page.reload()
    page.get_by_role("button", name="Camera").click()
    phone = Phone(page)
    phone.enrol()
    assert page.evaluate("stopped") is True  # the camera is off again
    phone.open_more()
    phone.press("card_new", "card_scan")
    expect(phone.news).to_have_text(phone.say("key_renewed"))


def test_a_witness_who_refuses_leaves_nothing(phone) -> None:
    others = {"place": "Алматы", "date": "вчера", "note": "тихо", "recipients": "ОБСЕ", "hide": "сестра"}
    phone.write(TEXT, **others)
    phone.press("refuses")
    expect(phone.page.get_by_role("dialog")).to_contain_text(phone.say("refuses_sure"))
    phone.press("cancel")
    expect(phone.box("text")).to_have_value(TEXT)
    phone.press("refuses", "refuses_yes")
    phone.at_home()
    assert phone.out() == []
    assert phone.page.locator("li.line").count() == 0
    phone.press("new")
    for key in ("text", *others):
        expect(phone.box(key)).to_have_value("")
    assert not any(box.is_checked() for box in phone.page.get_by_role("checkbox").all())
    phone.press("back")  # nothing is asked, for there is nothing to lose
    phone.at_home()


def test_leaving_a_draft_is_asked_for(phone) -> None:
    asked = Asked(phone.page)
    phone.write(TEXT)
    phone.press("back")
    expect(phone.page.get_by_role("dialog")).to_contain_text(phone.say("leave_draft"))
    phone.press("cancel")
    expect(phone.box("text")).to_have_value(TEXT)
    phone.page.close(run_before_unload=True)
    phone.page.wait_for_timeout(300)
    assert asked.kinds == ["beforeunload"]
    expect(phone.box("text")).to_have_value(TEXT)
    phone.press("back", "yes_leave")
    phone.at_home()
    phone.reload()  # asks no more
    assert asked.kinds == ["beforeunload"]
    is_locked(phone)


def test_nothing_is_asked_where_nothing_would_be_lost(phone) -> None:
    asked = Asked(phone.page)
    phone.hand_in(TEXT)
    phone.press("lock")
    is_locked(phone)
    assert asked.kinds == []


def test_it_locks_itself_and_says_so_before(open_phone) -> None:
    phone = open_phone()
    phone.page.clock.install()
    phone.enrol()
    warning = phone.page.get_by_role("alertdialog")
    phone.write(TEXT)
    wait(phone, "04:50")
    expect(warning).to_have_count(0)
    wait(phone, "00:15")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("not sealed is lost")
    phone.press("stay")
    expect(warning).to_have_count(0)
    expect(phone.box("text")).to_have_value(TEXT)
    wait(phone, "05:05")
    expect(warning).to_be_visible()
    asked = Asked(phone.page)
    wait(phone, "00:31")
    is_locked(phone)
    assert asked.kinds == []
    phone.unlock()
    phone.press("new")
    expect(phone.box("text")).to_have_value("")


def test_whoever_types_is_not_locked_out(open_phone) -> None:
    phone = open_phone()
    phone.page.clock.install()
    phone.enrol()
    phone.write(TEXT)
    for _ in range(3):
        wait(phone, "04:00")
        phone.box("text").press("End")
    expect(phone.page.get_by_role("alertdialog")).to_have_count(0)
    expect(phone.box("text")).to_have_value(TEXT)


def test_one_window_at_a_time(phone) -> None:
    second = Phone(phone.page.context.new_page())
    second.page.goto("/submit")
    second.code_field.fill(CODE)
    second.page.keyboard.press("Enter")
    expect(second.page.locator(".wrong")).to_have_text("It is open in another window.")
    phone.page.bring_to_front()
    receipt = phone.hand_in(TEXT)
    phone.press("lock")
    is_locked(phone)
    second.page.bring_to_front()
    second.unlock()
    second.shows(receipt, "sent")


def test_a_covered_page_shows_nothing(phone) -> None:
    cover = phone.page.locator("#cover")
    expect(cover).to_be_hidden()
    phone.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    expect(cover).to_be_visible()
    box = cover.bounding_box()
    assert (box["width"], box["height"]) == (360, 740)
    phone.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    expect(cover).to_be_hidden()


def test_erasing_leaves_an_empty_page(phone, office) -> None:
    phone.page.context.set_offline(True)
    phone.hand_in(TEXT)
    phone.page.context.set_offline(False)
    phone.open_more()
    phone.press("erase", "cancel")
    assert len(phone.out()) == 1
    phone.press("erase", "erase_yes")
    expect(phone.page.get_by_label("Text of the card")).to_be_visible()
    left = phone.page.evaluate(LEFT)
    assert left["kept"] == [None] * 4
    assert left["out"] == []
    assert left["stored"] == [0, 0, ""]
    # the page that is open now has put itself there again, as for any visitor
    assert all(
        path in {"/submit", "/submit/manifest.webmanifest"} or path.startswith("/submit/")
        for path in left["cached"]
    )
    phone.show_card(office.card("red-phone"))
    phone.enrol()
    assert phone.page.locator("li.line").count() == 0
