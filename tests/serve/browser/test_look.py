"""How the page is to be read and used by everyone: nothing for axe to find, small, quick, and nothing that jumps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

import rag.serve
from tests.serve.browser.conftest import Open, ask
from tests.serve.browser.test_asking import SHIFTS
from tests.serve.running import Served

PAGE = Path(rag.serve.__file__).parent / "page"
SLOW = """() => {
    const real = fetch;
    window.fetch = (path, options) => path !== "/api/chats" ? real(path, options) : new Promise((_, refuse) =>
        options.signal.addEventListener("abort", () => refuse(options.signal.reason)));
}"""


def states(page: Page) -> Iterator[str]:
    """Bring the page from state to state, as a person would, and name each."""
    yield "welcome"
    yield from _answers(page)
    yield from _panels(page)
    yield from _dialogs(page)
    page.locator(".brand").click()
    page.keyboard.press("n")
    page.evaluate(SLOW)
    page.get_by_label("Your question").fill("Who attended?")
    page.keyboard.press("Enter")
    expect(page.locator(".stage")).to_be_visible()
    yield "waiting"
    page.get_by_role("button", name="Stop").click()
    yield "stopped"
    page.get_by_role("link", name="Summarise").click()
    page.get_by_label("Topic").fill("Marrowdale flood")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_visible(timeout=20_000)
    for form in ("Prose", "Timeline", "Who, what, when, where"):
        page.get_by_label(form, exact=True).check()
        yield f"summary: {form}"


def _answers(page: Page) -> Iterator[str]:
    ask(page, "How many people died in the Marrowdale flood?")
    ask(page, "Who is expected to attend the talks with Kaja Kallas?")
    ask(page, "What did the Pope say about the Skarn Strait?")
    page.get_by_role("button", name="Copy with sources").first.click()
    expect(page.locator(".toast")).to_be_visible()
    yield "differing, planned and absent"
    mark = page.locator(".turn .mark").nth(1)
    mark.evaluate("(one) => one.scrollIntoView()")
    page.wait_for_timeout(100)  # a quote goes when what it hangs on is scrolled
    mark.hover()
    expect(page.locator("#quote-card")).to_be_visible()
    yield "quote"
    page.locator(".turn .mark").first.click()
    expect(page.locator("mark").first).to_be_visible()
    yield "article"
    page.keyboard.press("Escape")


def _panels(page: Page) -> Iterator[str]:
    page.locator(".brand").click()
    page.keyboard.press("c")
    page.locator("#chats .row .icon-button").first.click()
    yield "conversations"
    page.get_by_role("tab", name="Articles").click()
    yield "library"
    page.locator("#articles .row-delete").first.click()
    yield "deleting"
    page.keyboard.press("Escape")
    if page.evaluate("document.body.classList.contains('side-open')"):
        page.keyboard.press("Escape")


def _dialogs(page: Page) -> Iterator[str]:
    page.locator("#ask-scope button").click()
    page.get_by_label("Northgate Wire").check()
    yield "scope"
    page.get_by_role("button", name="Use these").click()
    yield "scoped"
    page.locator("#ask-scope .chip button").click()
    for key, dialog in {"?": "Keyboard shortcuts", "a": "Add an article"}.items():
        page.locator(".brand").click()
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=dialog)).to_be_visible()
        yield dialog
        page.keyboard.press("Escape")


def violations(page: Page) -> list[str]:
    """What axe finds in the light, and in the dark, where only the contrast differs."""
    page.emulate_media(color_scheme="light")
    every_rule = Axe().run(page)
    page.emulate_media(color_scheme="dark")
    contrast = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": ["color-contrast"]})
    return [one.generate_report() for one in (every_rule, contrast) if one.violations_count]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_in_any_state(sampled: str, open_page: Open, size: str) -> None:
    page = open_page(sampled, size=size)
    found = {}
    for name in states(page):
        if reports := violations(page):
            found[name] = reports
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"
    assert found == {}


def test_axe_finds_nothing_where_there_is_nothing_or_what_failed(bare: Served, open_page: Open) -> None:
    page = open_page(f"{bare.url}/#article=gone", size="phone", refused=("status of 404", "ERR_"))
    expect(page.locator("#reader")).to_contain_text("No longer in the library")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Try the samples")).to_be_visible()
    assert violations(page) == []
    page.route("**/api/chats", lambda route: route.abort())
    page.get_by_label("Your question").fill("Who attended?")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_be_visible()
    assert violations(page) == []


def test_everything_on_a_phone_is_large_enough_to_touch(sampled: str, open_page: Open) -> None:
    page = open_page(sampled, size="phone")
    ask(page, "How many people died in the Marrowdale flood?")
    page.get_by_role("button", name="Conversations and articles").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, textarea, [role=tab]")]
            .filter((one) => one.checkVisibility({visibilityProperty: true}) && one.type !== "radio")
            .map((one) => [one.getAttribute("aria-label") ?? one.textContent, one.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
    )
    assert small == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_page_is_small_and_painted_at_once(sampled: str, open_page: Open) -> None:
    page = open_page(sampled)
    files = [one for one in PAGE.iterdir() if one.suffix != ".py"]
    assert sum(one.stat().st_size for one in files) < 150_000
    sent = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert {Path(one).name for one in sent if "/static/" in one} == {one.name for one in files} - {"index.html"}
    early = page.locator("link[rel=modulepreload]").evaluate_all("(all) => all.map((one) => one.href)")
    modules = {one.name for one in files if one.suffix == ".js"} - {"app.js", "theme.js"}
    assert {Path(one).name for one in early} == modules  # all at once, not each when another asks for it
    page.reload()
    expect(page.locator(".example").first).to_be_visible()
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < 1000


def test_nothing_jumps_while_the_page_loads_and_answers(sampled: str, open_page: Open) -> None:
    page = open_page(sampled)
    page.add_init_script(f"({SHIFTS})()")
    page.reload()
    expect(page.locator(".example").first).to_be_visible()
    ask(page, "Who attended the talks in Halvern?")
    page.wait_for_timeout(100)
    assert page.evaluate("shifted") < 0.02


def test_the_rules_of_the_page_let_in_no_script_and_no_style_of_others(served: str) -> None:
    reply = httpx.get(f"{served}/")
    rules = dict(rule.strip().split(" ", 1) for rule in reply.headers["content-security-policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert "<script>" not in reply.text
    assert "style=" not in reply.text
    assert "http" not in reply.text
