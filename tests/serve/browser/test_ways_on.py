"""Where a person can go from what the page shows: suggestions, candidates, all articles, the sentences beside."""

from __future__ import annotations

import re

import httpx
from playwright.sync_api import expect

from tests.serve.browser.conftest import Open, ask
from tests.serve.browser.test_reading import added
from tests.serve.running import Served


def test_articles_of_ones_own_bring_questions_and_a_summary_of_the_newest(bare: Served, open_page: Open) -> None:
    for day, what in (("01", "floods Ebbel"), ("03", "leaves Ebbel"), ("04", "breaks dam above Corle")):
        text = f"The river {what} on Sunday, the mayor said. Nobody was hurt."
        httpx.post(
            f"{bare.url}/api/articles",
            json={"text": text, "title": f"River {what} in the north", "published": f"2026-05-{day}"},
            timeout=30,
        ).raise_for_status()
    added(bare, "The mayor of Corle resigned.", title="Mayor resigns", published="2026-04-02")
    page = open_page(bare.url, size="phone")
    examples = page.locator(".example")
    expect(examples).to_have_text(
        ["Give me a timeline of Ebbel", "What happened in connection with Corle?", "Summarise the week to 4 May 2026"]
    )
    examples.last.click()
    expect(page.locator("#only .chip")).to_have_text("Only: the week to 4 May 2026")
    expect(page.locator(".summary .sources li")).to_have_count(3)
    expect(page.locator(".summary h2").first).to_be_in_viewport()  # below a form that fills half a phone
    assert not re.search(r"\d{4}-\d\d-\d\d", page.locator(".summary h2").first.inner_text())


def test_an_empty_library_that_is_asked_says_how_it_is_filled(bare: Served, open_page: Open) -> None:
    page = open_page(bare.url, refused=("status of 404", "status of 422"))
    ask(page, "Who attended the meeting?")
    expect(page.locator(".choices button")).to_have_text(["Add files", "Paste text"])
    page.get_by_role("link", name="Summarise").click()
    page.get_by_role("button", name="Summarise", exact=True).click()
    expect(page.locator("#summary-out .problem")).to_contain_text("Add some first.")


def test_how_many_articles_fit_is_told_while_they_are_chosen(sampled: str, open_page: Open) -> None:
    page = open_page(sampled, size="phone")
    page.get_by_role("button", name="All 35 articles").click()
    told = page.get_by_role("dialog").get_by_role("status")
    expect(told).to_have_text("35 articles")
    page.get_by_label("Published from").fill("2026-05-22")
    expect(told).to_have_text("2 articles")
    page.get_by_label("Northgate Wire").check()
    expect(told).to_have_text("No article fits.")


def test_lists_can_be_filled_once_the_server_is_back(sampled: str, open_page: Open) -> None:
    page = open_page(sampled, refused=("ERR_",))
    page.route("**/api/articles?*", lambda route: route.abort())
    page.get_by_role("tab", name="Articles").click()
    page.get_by_label("Find an article").fill("flood")
    expect(page.locator("#articles .empty-list")).to_contain_text("The server can’t be reached.")
    page.unroute("**/api/articles?*")
    page.locator("#articles").get_by_role("button", name="Try again").click()
    expect(page.locator("#articles .row-title").first).to_contain_text("Marrowdale")


def test_the_sources_of_an_answer_are_summed_up_together(sampled: str, open_page: Open) -> None:
    page = open_page(sampled)
    ask(page, "How many people died in the Marrowdale flood?")
    page.get_by_role("button", name="Summarise sources").click()
    expect(page.locator("#only .chip")).to_have_text(
        "Only: the sources of “How many people died in the Marrowdale flood?”"
    )
    expect(page.locator(".summary .sources li")).to_have_count(3)
    expect(page.locator("#summary-scope")).to_be_hidden()  # it is not asked
    page.go_back()
    expect(page.locator(".turn")).to_have_count(1)
    ask(page, "What did the Pope say about the Skarn Strait?")
    expect(page.locator(".turn").last.get_by_role("button", name="Summarise sources")).to_have_count(0)


def test_the_last_question_comes_back_to_be_changed(sampled: str, open_page: Open) -> None:
    page = open_page(sampled)
    ask(page, "Why was the Ashgrove verdict postponed?")
    page.get_by_label("Your question").press("ArrowUp")
    expect(page.get_by_label("Your question")).to_have_value("Why was the Ashgrove verdict postponed?")
    page.get_by_label("Your question").fill("Who")
    page.get_by_label("Your question").press("ArrowUp")
    expect(page.get_by_label("Your question")).to_have_value("Who")


def test_a_new_conversation_is_a_press_away_on_a_phone(sampled: str, open_page: Open) -> None:
    page = open_page(sampled, size="phone")
    ask(page, "Why was the Ashgrove verdict postponed?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
