import re

import pytest

from rag.ingest.ids import article_id, canonical_url

URL = "https://courier.example/2025/harbour"


def test_an_id_is_short_and_the_same_every_time() -> None:
    assert re.fullmatch("a[a-z2-7]{12}", article_id(None, "The council met."))
    assert article_id(None, "The council met.") == article_id(None, "The council met.")


def test_changed_text_without_a_url_is_another_article() -> None:
    assert article_id(None, "The council met.") != article_id(None, "The council met again.")


def test_changed_text_under_the_same_url_is_the_same_article() -> None:
    assert article_id(URL, "The council met.") == article_id(URL, "The council met again.")


def test_a_text_that_is_a_url_is_not_mistaken_for_one() -> None:
    assert article_id(URL, "x") != article_id(None, URL)


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://Courier.Example/2025/harbour",
        f"{URL}/",
        f"{URL}#comments",
        f"{URL}?utm_source=feed&utm_medium=rss&fbclid=1&gclid=2",
        "https://courier.example:443/2025/harbour",
        "https://user:secret@courier.example/2025/harbour",
        f" {URL}\n",
    ],
)
def test_spellings_of_an_address_are_one_article(url: str) -> None:
    assert canonical_url(url) == URL
    assert article_id(url, "x") == article_id(URL, "x")


@pytest.mark.parametrize("url", [f"{URL}?page=2", "https://courier.example/2025/Harbour", "https://courier.example:8443/"])
def test_addresses_of_other_pages_stay_apart(url: str) -> None:
    assert article_id(url, "x") != article_id(URL, "x")


def test_the_order_of_parameters_does_not_matter() -> None:
    assert canonical_url(f"{URL}?b=2&a=1&c=") == canonical_url(f"{URL}?c=&a=1&b=2") == f"{URL}?a=1&b=2&c="


@pytest.mark.parametrize("url", ["", "courier.example", "mailto:a@courier.example", "http://", "http://[x", "http://a:99999/"])
def test_what_is_no_web_address_falls_back_to_the_text(url: str) -> None:
    assert canonical_url(url) is None
    assert article_id(url, "x") == article_id(None, "x")
