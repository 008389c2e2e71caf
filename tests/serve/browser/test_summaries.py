from __future__ import annotations

from playwright.sync_api import expect

from tests.serve.browser.conftest import Open


def test_one_article_is_summed_up_from_where_it_is_read(sampled: str, open_page: Open) -> None:
    page = open_page(sampled)
    page.get_by_role("tab", name="Articles").click()
    page.get_by_role("button", name="Quillham calls off").first.click()
    page.get_by_role("button", name="Summarise this article").click()
    expect(page.locator("#only .chip")).to_contain_text("Only: Quillham calls off lantern night")
    expect(page.locator(".summary .sources li")).to_have_count(1)


def test_nothing_to_sum_up_is_told_with_what_to_do(sampled: str, open_page: Open) -> None:
    page = open_page(f"{sampled}/#view=summary", refused=("status of 404", "status of 422"))
    page.locator("#summary-view .chip-button").click()
    page.get_by_label("Published from").fill("2031-01-01")
    page.get_by_role("button", name="Use these").click()
    page.get_by_role("button", name="Summarise", exact=True).click()
    expect(page.locator("#summary-out .problem")).to_be_visible()
