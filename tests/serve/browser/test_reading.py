from __future__ import annotations

import httpx
from playwright.sync_api import Page, expect

from tests.serve.browser.conftest import Open, ask
from tests.serve.running import Served

HOSTILE = "<img src=x onerror='window.ran = 1'><script>window.ran = 2</script>"
OVERRIDE = "\u202egnp.exe\u202e"


def added(served: Served, text: str, **known: str) -> str:
    """Add an article; returns its id."""
    reply = httpx.post(f"{served.url}/api/articles", json={"text": text, **known}, timeout=30)
    return str(reply.raise_for_status().json()["article"]["id"])


def lit(page: Page) -> str:
    """What is highlighted in the article that is open."""
    expect(page.locator("mark").first).to_be_in_viewport()
    return " ".join(page.locator("mark").all_inner_texts())


def test_the_sentence_is_found_behind_letters_that_take_two_units(bare: Served, open_page: Open) -> None:
    text = (
        "𝔄 𝔅 🐟🐠 fish were 𝕤old by the quay. " * 3
        + "Warden Tilda Voss closed the lock at Ebbel Weir on Friday. It rained."
    )
    added(bare, text, title="🐟 Lock closed")
    page = open_page(bare.url)
    ask(page, "Who closed the lock at Ebbel Weir?")
    page.locator(".mark").first.click()
    assert lit(page) == "Warden Tilda Voss closed the lock at Ebbel Weir on Friday."
    page.reload()
    assert lit(page) == "Warden Tilda Voss closed the lock at Ebbel Weir on Friday."


def test_a_sentence_far_down_is_brought_into_view(bare: Served, open_page: Open) -> None:
    filler = "\n\n".join(f"The tide tables of berth {number} were printed without a fault." for number in range(80))
    added(bare, f"{filler}\n\nHarbour master Ines Calder resigned on Monday.\n\n{filler}", title="Harbour news")
    page = open_page(bare.url, size="phone")
    ask(page, "Who resigned on Monday?")
    page.locator(".mark").first.click()
    assert "Ines Calder resigned on Monday." in lit(page)


def test_nothing_in_an_article_or_a_question_runs(bare: Served, open_page: Open) -> None:
    text = f"Warden Tilda Voss closed the lock {HOSTILE} on Friday. {OVERRIDE} was seen."
    added(bare, text, title=f"{HOSTILE} {OVERRIDE}", source=f"Gazette {HOSTILE}", url="https://example.com/a")
    page = open_page(bare.url)
    ask(page, f"Who closed the lock? {HOSTILE}")
    page.get_by_role("tab", name="Articles").click()
    expect(page.locator("#articles .row-title")).to_contain_text(HOSTILE)
    page.locator("#articles .row-main").click()
    reader = page.locator("#reader")
    expect(reader.locator("h2")).to_contain_text(HOSTILE)
    expect(reader).to_contain_text("closed the lock <img src=x")
    page.keyboard.press("Escape")
    for mark in page.locator(".turn .mark").all()[:1]:
        mark.hover()
        expect(page.locator("#quote-card")).to_be_visible()
    page.get_by_role("link", name="Summarise").click()
    page.get_by_role("button", name="Summarise", exact=True).click()
    expect(page.locator(".summary")).to_be_visible()
    assert page.evaluate("window.ran") is None
    assert page.locator("main img, main script, #side img, #reader img").count() == 0
    isolated = page.evaluate("getComputedStyle(document.querySelector('#articles .row-title')).unicodeBidi")
    assert isolated == "isolate"  # what turns the letters around ends with the title


def test_an_address_that_would_run_is_no_link(bare: Served, open_page: Open) -> None:
    number = added(bare, "Warden Tilda Voss closed the lock on Friday.", title="Lock closed")
    page = open_page(bare.url)
    page.route(
        f"**/api/articles/{number}",
        lambda route: route.fulfill(json={**route.fetch().json(), "url": "javascript:window.ran = 3"}),
    )
    page.get_by_role("tab", name="Articles").click()
    page.locator("#articles .row-main").click()
    expect(page.locator("#reader h2")).to_have_text("Lock closed")
    assert page.locator("#reader a").count() == 0


def test_a_quote_is_shown_to_a_pointer_and_to_the_keyboard_and_goes_with_escape(sampled: str, open_page: Open) -> None:
    page = open_page(sampled)
    ask(page, "Why was the Ashgrove verdict postponed?")
    card, mark = page.locator("#quote-card"), page.locator(".turn .mark").first
    mark.hover()
    expect(card).to_contain_text("a document reached the court")
    expect(card).to_contain_text("Carrow Island Herald · 22 May 2026")
    card.hover()
    page.wait_for_timeout(250)
    expect(card).to_be_visible()
    page.mouse.move(0, 0)
    expect(card).to_be_hidden()
    page.get_by_label("Your question").focus()
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if mark.evaluate("(one) => one === document.activeElement"):
            break
    expect(card).to_be_visible()
    expect(mark).to_have_attribute("aria-describedby", "quote-card")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mark).to_be_focused()


def test_an_article_that_is_gone_or_changed_is_said_to_be(bare: Served, open_page: Open) -> None:
    known = {"title": "Lock closed", "url": "https://example.com/lock"}
    number = added(bare, "Warden Tilda Voss closed the lock at Ebbel Weir on Friday.", **known)
    page = open_page(bare.url, refused=("status of 404",))
    ask(page, "Who closed the lock at Ebbel Weir?")
    added(bare, "The lock at Ebbel Weir is open again.", **known)
    page.locator(".turn .mark").first.click()
    expect(page.locator("#reader")).to_contain_text("The article has changed since")
    page.keyboard.press("Escape")
    httpx.delete(f"{bare.url}/api/articles/{number}", timeout=30).raise_for_status()
    page.locator(".turn .mark").first.click()
    expect(page.locator("#reader")).to_contain_text("No longer in the library")
    expect(page.locator("#reader blockquote")).to_contain_text("Tilda Voss closed the lock")


def test_asking_on_leaves_the_article_open_and_the_focus_in_the_box(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    page.get_by_role("tab", name="Articles").click()
    page.get_by_role("button", name="Minister to open").first.click()
    expect(page.locator("#reader h2")).to_be_visible()
    ask(page, "How long did the meeting in Pellam last?")
    page.wait_for_function("location.hash.includes('chat=')")
    expect(page.locator("#reader h2")).to_contain_text("Minister to open")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.locator(".turn .mark").first.click()
    assert lit(page) == "The meeting lasted three hours."
    page.locator(".reader-body").evaluate("(one) => (one.scrollTop = one.scrollHeight)")
    page.locator(".turn .mark").first.click()
    expect(page.locator("mark")).to_be_in_viewport()
