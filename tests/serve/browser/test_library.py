from __future__ import annotations

from playwright.sync_api import expect

from tests.conftest import FIXTURES
from tests.serve.browser.conftest import Open, ask
from tests.serve.running import Served

DROPPED = """async (names) => {
    const dropped = new DataTransfer();
    for (const [name, text] of Object.entries(names)) dropped.items.add(new File([text], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: dropped}));
    }
}"""
PASTED = """(text) => {
    const pasted = new DataTransfer();
    pasted.setData("text/plain", text);
    document.querySelector("#main").dispatchEvent(new ClipboardEvent("paste", {bubbles: true, clipboardData: pasted}));
}"""


def test_what_is_dropped_is_added_and_each_file_is_told_of(bare: Served, open_page: Open) -> None:
    page = open_page(bare.url)
    strike = (FIXTURES / "news" / "ferry-strike.txt").read_text("utf-8")
    page.evaluate(DROPPED, {"ferry-strike.txt": strike, "empty.txt": "", "broken.pdf": "no PDF"})
    expect(page.locator(".adding-about")).to_have_text("1 added, 2 not added")
    expect(page.locator(".results .added")).to_contain_text("Ferry crews on Lorn Sound end nine-day strike")
    expect(page.locator(".results .failed")).to_contain_text(["empty.txt", "broken.pdf"], use_inner_text=True)
    expect(page.locator("#live")).to_have_text("3 files: 1 added, 2 not added")
    page.evaluate(DROPPED, {"ferry-strike.txt": strike})
    expect(page.locator(".adding").first).to_contain_text("1 already there")
    expect(page.locator("#articles .row")).to_have_count(1)


def test_a_text_is_pasted_anywhere(bare: Served, open_page: Open) -> None:
    page = open_page(bare.url)
    page.evaluate(PASTED, "Warden Tilda Voss closed the lock at Ebbel Weir on Friday.")
    dialog = page.get_by_role("dialog", name="Add an article")
    expect(dialog.get_by_label("Text")).to_have_value("Warden Tilda Voss closed the lock at Ebbel Weir on Friday.")
    dialog.get_by_label("Title").fill("Lock closed")
    dialog.get_by_label("Source").fill("Ebbel Mail")
    dialog.get_by_label("Published").fill("2026-05-02")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#articles .row-main")).to_have_text("Lock closed2 May 2026 · Ebbel Mail")


def test_articles_are_searched_and_filters_keep_questions_to_them(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    page.get_by_role("tab", name="Articles").click()
    page.get_by_label("Find an article").fill("museum")
    expect(page.locator("#articles .row-title")).to_have_text(["Minister to open cider museum in Quarrey"])
    page.get_by_label("Find an article").fill("")
    expect(page.locator("#articles .row")).to_have_count(3)

    page.locator("#ask-scope button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Published from").fill("2026-03-01")
    dialog.get_by_label("until").fill("2026-02-01")
    dialog.get_by_role("button", name="Use these").click()
    expect(dialog.get_by_role("alert")).to_have_text("The first day lies after the last one.")
    dialog.get_by_label("Published from").fill("2026-02-01")
    dialog.get_by_label("until").fill("")
    dialog.get_by_label("Quarrey Post").check()
    dialog.get_by_role("button", name="Use these").click()
    expect(page.locator("#ask-scope .chip")).to_have_text(["From 1 Feb 2026", "Quarrey Post"])
    expect(page.locator("#articles .row")).to_have_count(1)
    ask(page, "How long did the meeting in Pellam last?")
    expect(page.locator(".turn").last).to_contain_text("Not in the articles")
    page.locator("#ask-scope").get_by_role("button", name="Take away: Quarrey Post").click()
    ask(page, "How long did the meeting in Pellam last?")
    expect(page.locator(".turn").last).to_contain_text("three hours")


def test_ten_thousand_articles_are_a_page_at_a_time(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    kept = page.request.get(f"{fresh.url}/api/articles?limit=1").json()["items"][0]
    asked: list[str] = []

    def ten_thousand(route, request) -> None:  # type: ignore[no-untyped-def]
        asked.append(request.url)
        given = dict(part.split("=") for part in request.url.split("?")[1].split("&"))
        first, many = int(given.get("offset", 0)), int(given["limit"])
        items = [kept | {"id": f"a{number}", "title": f"Article {number}"} for number in range(first, first + many)]
        route.fulfill(json={"items": items, "total": 10_000, "limit": many, "offset": first})

    page.route("**/api/articles?*", ten_thousand)
    page.reload()
    page.get_by_role("tab", name="Articles").click()
    expect(page.locator("#article-count")).to_have_text("10,000")
    expect(page.locator("#articles .row")).to_have_count(50)
    page.get_by_role("button", name="Later page").click()
    expect(page.locator(".pager")).to_contain_text("51–100 of 10,000")
    expect(page.locator("#articles .row-title").first).to_have_text("Article 50")
    expect(page.locator("#articles .row")).to_have_count(50)
    assert max(int(url.split("limit=")[1].split("&")[0]) for url in asked) <= 100


def test_an_article_is_deleted_only_once_that_is_confirmed(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    page.get_by_role("tab", name="Articles").click()
    delete = page.get_by_role("button", name="Delete Minister to open cider museum in Quarrey")
    delete.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(delete).to_be_focused()
    expect(page.locator("#articles .row")).to_have_count(3)
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#articles .row")).to_have_count(2)
    expect(page.locator(".toast")).to_contain_text("Article deleted.")
