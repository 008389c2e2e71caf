from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.serve.browser.conftest import Open, ask
from tests.serve.running import Served

QUESTION = "How long did the meeting in Pellam last?"


def test_a_conversation_is_renamed_taken_along_and_deleted(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    ask(page, QUESTION)
    page.get_by_role("button", name=f"More for {QUESTION}").click()
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("dialog").get_by_label("Title").fill("Apples & <b>pears</b>")
    page.keyboard.press("Enter")
    row = page.locator("#chats .row")
    expect(row.locator(".row-title")).to_have_text("Apples & <b>pears</b>")

    page.get_by_role("button", name="More for Apples").click()
    with page.expect_download() as markdown:
        page.get_by_role("button", name="Download as Markdown").click()
    assert "three hours" in Path(markdown.value.path()).read_text("utf-8")
    assert markdown.value.suggested_filename.endswith(".md")
    with page.expect_download() as exported:
        page.get_by_role("button", name="Download as JSON").click()
    assert json.loads(Path(exported.value.path()).read_text("utf-8"))["turns"][0]["question"] == QUESTION

    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#chats")).to_contain_text("Conversations are kept here.")
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()


def test_one_goes_back_and_forth_between_conversations(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    ask(page, QUESTION)
    page.get_by_role("button", name="New conversation").click()
    ask(page, "Who led the strike on Lorn Sound?")
    expect(page.locator("#chats .row")).to_have_count(2)
    page.get_by_role("link", name=QUESTION).click()
    expect(page.locator(".turn .question")).to_have_text([QUESTION])
    expect(page.locator("#chats [aria-current=page]")).to_contain_text(QUESTION)
    page.go_back()
    expect(page.locator(".turn .question")).to_have_text(["Who led the strike on Lorn Sound?"])


def test_a_conversation_that_is_gone_is_said_to_be(fresh: Served, open_page: Open) -> None:
    page = open_page(f"{fresh.url}/#chat=nowhere", refused=("status of 404",))
    expect(page.locator(".problem")).to_contain_text("nowhere")
    page.locator("#turns").get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()


def test_colours_that_were_chosen_are_kept(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    page.get_by_role("button", name="Dark colours").click()
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_single_keys_can_be_switched_off(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url)
    page.locator(".brand").click()
    page.keyboard.press("?")
    page.get_by_label("Single keys work").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("s")
    expect(page.locator("#summary-view")).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Single keys work").check()
    page.keyboard.press("Escape")
    page.locator(".brand").click()
    page.keyboard.press("s")
    expect(page.get_by_label("Topic")).to_be_focused()
