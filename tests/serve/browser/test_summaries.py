from __future__ import annotations

from playwright.sync_api import expect

from tests.serve.browser.conftest import Open


def test_a_topic_is_summed_up_in_every_form_and_each_sentence_leads_to_its_article(
    sampled: str, open_page: Open
) -> None:
    page = open_page(f"{sampled}/#view=summary")
    page.get_by_label("Topic").fill("Marrowdale flood")
    page.get_by_label("Short", exact=True).check()
    page.keyboard.press("Enter")
    summary = page.locator(".summary")
    expect(summary.get_by_role("heading", name="Marrowdale flood")).to_be_visible()
    expect(summary.locator(".differing").first).to_contain_text("The articles differ: deaths")
    expect(page.locator("#live")).to_contain_text("is ready")
    told = summary.locator(".summary-text p").first.inner_text()
    summary.locator(".summary-text .mark").first.click()
    expect(page.locator("mark").first).to_be_in_viewport()
    assert page.locator("mark").first.inner_text()[-40:] in told

    page.get_by_label("Timeline").check()
    days = summary.locator(".timeline time").evaluate_all("(all) => all.map((one) => one.dateTime)")
    assert len(days) > 3
    assert days == sorted(days)
    page.get_by_label("Who, what, when, where").check()
    expect(summary.get_by_role("columnheader")).to_have_text(["Who", "What", "When", "Where"])


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
