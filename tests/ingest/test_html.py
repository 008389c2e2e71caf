from datetime import UTC, datetime

import pytest

from rag.errors import EmptyInput, UnreadableInput
from rag.models import Stamp
from tests.ingest.samples import article, error

BODY = "<p>The council approved the harbour plan on Monday by nine votes to four.</p>"


def page(body: str = BODY, head: str = "", language: str = "en-GB") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Harbour plan approved</title>'
        f'{head}</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article>'
        f"<h1>Harbour plan approved</h1>{body}"
        "</article><footer>© 2019 The Courier, all rights reserved</footer></body></html>"
    )


def linked(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


def test_a_page_gives_its_main_text_with_subheadings_and_without_navigation() -> None:
    body = (
        f"{BODY}<h2>What happens next</h2><p>“Work starts in May,” said <b>Mayor</b> Ines Holt.</p>"
        "<script>alert('x')</script><style>p {}</style><p style='display:none'>Unseen words.</p>"
    )

    found = article(".html", page(body))

    assert found.title == "Harbour plan approved"
    assert found.text == (
        "The council approved the harbour plan on Monday by nine votes to four.\nWhat happens next\n"
        "“Work starts in May,” said Mayor Ines Holt."
    )


def test_the_markup_gives_source_authors_address_and_language() -> None:
    head = (
        '<meta property="og:site_name" content="The Courier"><link rel="canonical" href="https://courier.example/harbour">'
        + linked(
            '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour plan approved",'
            ' "author": [{"@type": "Person", "name": "Ana Reyes"}, {"@type": "Person", "name": "Bo Lind"}]}'
        )
    )

    found = article(".html", page(head=head, language="de"))

    assert (found.source, found.url, found.language) == ("The Courier", "https://courier.example/harbour", "de")
    assert found.authors == ("Ana Reyes", "Bo Lind")


@pytest.mark.parametrize(
    "head",
    [
        linked('{"@type": "NewsArticle", "datePublished": "2025-03-18T10:30:00+01:00", "dateModified": "2025-03-19"}'),
        linked(
            '{"@graph": [{"@type": "VideoObject", "datePublished": "2001-01-01"}, {"@type": ["ReportageNewsArticle"],'
            ' "datePublished": "2025-03-18T09:30:00Z", "dateModified": "2025-03-19"}]}'
        ),
        linked("{broken") + '<meta property="article:published_time" content="2025-03-18T09:30:00Z">'
        '<meta property="article:modified_time" content="2025-03-19">',
    ],
)
def test_dates_come_from_the_markup_to_the_minute(head: str) -> None:
    found = article(".html", page(head=head))

    assert found.published_at == Stamp(datetime(2025, 3, 18, 9, 30, tzinfo=UTC), "HTML metadata")
    assert found.updated_at == Stamp(datetime(2025, 3, 19, tzinfo=UTC), "HTML metadata")


def test_years_in_notices_and_dates_in_sentences_are_not_its_publication() -> None:
    assert article(".html", page(f"{BODY}<p>The first plan is from 3 May 2018.</p>")).published_at is None


def test_a_page_in_an_old_encoding_is_read_as_it_declares() -> None:
    html = page("<p>Совет одобрил план гавани в понедельник.</p>").replace("utf-8", "windows-1251")

    assert article(".html", html.encode("cp1251")).text == "Совет одобрил план гавани в понедельник."


def test_a_page_that_says_latin_1_keeps_its_quotation_marks() -> None:
    html = page("<p>“Work starts in May,” said the mayor’s office.</p>").replace("utf-8", "iso-8859-1")

    assert article(".html", html.encode("cp1252")).text == "“Work starts in May,” said the mayor’s office."


def test_xhtml_with_a_declared_encoding_is_read() -> None:
    xhtml = f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{BODY}</body></html>'

    assert "nine votes" in article(".html", xhtml).text


@pytest.mark.parametrize("html", ["<html><body><script>x()</script></body></html>", "only words", "<html></html>"])
def test_a_page_without_an_article_says_so(html: str) -> None:
    assert isinstance(error(".html", html), EmptyInput)


def test_linked_data_nested_without_end_is_passed_over() -> None:
    assert article(".html", page(head=linked("[" * 100_000))).published_at is None


def test_a_page_of_endless_tags_is_refused_at_once() -> None:
    assert isinstance(error(".html", page("a<br>" * 250_000)), UnreadableInput)
