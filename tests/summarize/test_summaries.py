"""Summaries of real and made-up news: true word for word, whole, and as asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from rag import Library
from rag.errors import InputError, NotFound, NothingToSummarize
from rag.models import EventStatus, Format, Length, Summary
from tests.summarize.samples import assert_true, claims

MakeLibrary = Callable[..., Library]


@pytest.fixture
def library(tmp_path: Path, models: Library) -> Iterator[Library]:
    with Library.open(tmp_path / "library", beside=models) as one:
        yield one


def titled(library: Library, words: str) -> str:
    (found,) = [article.id for article in library.articles() if words in article.title]
    return found


def told(summary: Summary) -> str:
    return "\n".join(claim.text for claim in summary.sentences)


# Every summary


def test_every_sample_article_at_every_length_is_told_in_its_own_words(samples: Library) -> None:
    for article in samples.articles():
        lengths = [samples.summarize([article.id], length=length) for length in Length]
        for summary in lengths:
            assert_true(samples, summary)
            assert [one.id for one in summary.articles] == [article.id]
            assert summary.title == article.title
        counts = [len(summary.sentences) for summary in lengths]
        assert counts == sorted(counts)
        assert counts[0] == 1


@pytest.mark.parametrize("form", list(Format))
def test_every_format_has_all_parts_and_a_text_of_its_own(samples: Library, form: Format) -> None:
    summary = samples.summarize(query="Marrowdale flood", format=form)
    assert_true(samples, summary)
    assert summary.key_points
    assert summary.facts
    assert summary.timeline
    shown = {
        Format.PROSE: summary.sentences[0].text,
        Format.BULLETS: f"- {summary.sentences[0].text} (",
        Format.TIMELINE: f"{summary.timeline[0].when}: {summary.timeline[0].claim.text}",
        Format.TABLE: "| Who | What | When | Where |",
    }
    assert shown[form] in summary.text


def test_a_summary_is_json(samples: Library) -> None:
    summary = samples.summarize(query="Marrowdale flood", length="short")
    given = json.loads(json.dumps(summary.to_dict()))
    assert given["length"] == "short"
    assert given["sentences"][0]["citations"][0]["quote"] in given["text"]
    assert given["timings_ms"]["total"] > 0


# Which articles


def test_a_topic_brings_all_its_articles_and_no_other(samples: Library) -> None:
    summary = samples.summarize(query="Skarn Strait")
    assert len(summary.articles) == 5
    assert {one.source for one in summary.articles} == {"Northgate Wire", "Drevnik Tribune"}
    assert summary.left_out == 0


@pytest.mark.parametrize(
    ("topic", "count"), [("flood deaths", 4), ("asteroid landing", 2), ("shipyard strike", 4), ("Lantern festival", 1)]
)
def test_a_topic_in_other_words_brings_its_whole_storyline(samples: Library, topic: str, count: int) -> None:
    summary = samples.summarize(query=topic, length="headline")
    assert (len(summary.storylines), len(summary.articles)) == (1, count)


def test_a_topic_within_a_time_and_a_source(samples: Library) -> None:
    early = samples.summarize(query="Marrowdale flood", until=date(2026, 5, 12))
    assert max(one.published or "" for one in early.articles) < "2026-05-13"
    assert "34" not in told(early)
    post = samples.summarize(query="Marrowdale flood", sources=["Harrow Evening Post"])
    assert [one.source for one in post.articles] == ["Harrow Evening Post"]


def test_a_time_that_the_topic_names_is_seen_from_the_day_it_is_asked(samples: Library) -> None:
    summary = samples.summarize(query="what happened this week", asked=date(2026, 5, 16))
    days = [(one.published or "")[:10] for one in summary.articles]
    assert "2026-05-09" <= min(days) <= max(days) <= "2026-05-16"
    assert len(summary.storylines) > 1


def test_articles_may_be_named_by_how_their_ids_begin(samples: Library) -> None:
    ids = [titled(samples, "At least seven dead"), titled(samples, "We count 34 dead")]
    summary = samples.summarize([ids[0][:10], ids[1], ids[0]])
    assert {one.id for one in summary.articles} == set(ids)
    with pytest.raises(NotFound):
        samples.summarize(["nothing"])


def test_named_articles_are_narrowed_by_time_and_topic(samples: Library) -> None:
    ids = [titled(samples, "At least seven dead"), titled(samples, "Ashgrove verdict")]
    assert [one.id for one in samples.summarize(ids, since=date(2026, 5, 20)).articles] == ids[1:]
    assert [one.id for one in samples.summarize(ids, query="flood").articles] == ids[:1]


@pytest.mark.parametrize(
    "asked_for",
    [
        {"query": "volcano eruption in Iceland"},
        {"since": date(2031, 1, 1)},
        {"sources": ["No Such Paper"]},
        {"query": "Marrowdale flood", "until": date(2026, 1, 1)},
    ],
)
def test_where_there_is_nothing_to_summarise_the_error_names_the_fix(
    samples: Library, asked_for: dict[str, object]
) -> None:
    with pytest.raises(NothingToSummarize, match="rag list"):
        samples.summarize(**asked_for)  # type: ignore[arg-type]


def test_an_empty_library_says_how_to_fill_it(library: Library) -> None:
    for query in (None, "floods"):
        with pytest.raises(NothingToSummarize) as error:
            library.summarize(query=query)
        assert "rag" in error.value.fix


def test_what_is_no_length_no_format_and_no_topic_is_refused(samples: Library) -> None:
    for wrong in ({"length": "tiny"}, {"format": "poem"}, {"query": "  ?"}):
        with pytest.raises(InputError):
            samples.summarize(**wrong)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"The topic is empty.*rag summarize --query"):
        samples.summarize(query="")


# What is told


def test_a_planned_event_stays_planned(samples: Library) -> None:
    summary = samples.summarize([titled(samples, "ministers to meet in Halvern")], length="headline")
    (claim,) = summary.sentences
    assert "are set to meet" in claim.text
    assert claim.event_status is EventStatus.PLANNED


def test_a_correction_is_told_with_the_right_figure(samples: Library) -> None:
    summary = samples.summarize([titled(samples, "First ships leave")])
    (claim,) = [one for one in summary.sentences if "64 million" in one.text]
    assert "46 million" in claim.text


def test_what_two_articles_say_is_told_once_and_cites_both(samples: Library) -> None:
    ids = [titled(samples, "toll rises to 19"), titled(samples, "Failed dam gate blamed")]
    summary = samples.summarize(ids, length="long")
    (farrow,) = [claim for claim in summary.sentences if "Edith Farrow" in claim.text]
    assert {citation.article_id for citation in farrow.citations} == set(ids)
    assert all("Edith Farrow" in citation.quote for citation in farrow.citations)
    assert {one.source for one in summary.articles} == {"Pellandria Public Radio", "Continental News Agency"}


def test_no_sentence_is_told_twice(samples: Library) -> None:
    for query in ("Skarn Strait", "Marrowdale flood", "Kestrel Sundrel trade"):
        for length in Length:
            spans = [
                (citation.article_id, citation.start)
                for claim in samples.summarize(query=query, length=length).sentences
                for citation in dict.fromkeys(claim.citations)
            ]
            assert len(spans) == len(set(spans))


def test_figures_that_differ_stand_in_what_is_cited_for_them(samples: Library) -> None:
    for one in samples.summarize(query="Marrowdale flood").disagreements:
        assert len(set(one.figures)) == len(one.figures) == len(one.claims) > 1
        for figure, claim in zip(one.figures, one.claims, strict=True):
            assert figure in claim.citations[0].quote


def test_a_timeline_tells_what_was_and_what_is_to_be(samples: Library) -> None:
    summary = samples.summarize(query="Kestrel Sundrel trade talks", length="long")
    dated = {one.when: one.claim for one in summary.timeline}
    assert "signed a trade agreement" in dated["2026-05-01"].text
    assert dated["2026-05-01"].event_status in (EventStatus.HAPPENED, None)
    assert dated["2026-09-01"].event_status is EventStatus.PLANNED


def test_facts_give_words_of_the_sentence_they_are_about(samples: Library) -> None:
    facts = samples.summarize([titled(samples, "ministers to meet in Halvern")]).facts
    lead = next(fact for fact in facts if "are set to meet" in fact.what.text)
    assert lead.when == "Thursday"
    for fact in facts:
        assert all(words in fact.what.text for words in (*fact.who, *fact.where))



def test_one_headline_for_each_storyline(samples: Library) -> None:
    summary = samples.summarize(length="headline")
    assert all(len(story.sentences) == 1 for story in summary.storylines)
    assert all(story.title in summary.text for story in summary.storylines)


# Other articles


def test_one_sentence_is_summarised_by_itself(library: Library) -> None:
    library.add_text("The bridge of Arden opened on Monday.", title="Bridge")
    for length in Length:
        summary = library.summarize(length=length)
        assert_true(library, summary)
        assert summary.text == "The bridge of Arden opened on Monday."


def test_a_long_article_is_read_to_its_end(library: Library) -> None:
    filler = "\n\n".join(f"The clerk of the council read out page {i} of the report on drains." for i in range(600))
    library.add_text(
        f"The council of Arden met on Monday.\n\n{filler}\n\nMayor Ada Lund resigned on Monday over 4 million crowns.",
        title="Mayor Lund resigns",
    )
    assert "Mayor Ada Lund resigned" in told(library.summarize(length="short"))


@pytest.mark.parametrize(
    "text",
    [
        "?????? !!!!! ......",
        "Why? Who? When? What then?",
        "“" * 200 + "He said.",
        "a " * 20_000,
        "x" * 20_000,
        "The same again. " * 400,
        "[bold]Lund[/bold] | won | 5 | votes\n| - | - |\n<script>alert(1)</script> ${HOME} %s {0}",
        "昨日、議会は橋を建てることを決めた。市長は喜んだ。工事は五月に始まる。",
        "\u202eLund\u202c won\u0000 the vote\u200b on Monday\ufeff.",
        "Lund won. " + "(" * 500 + " She " + ")" * 500,
        "On 99 May 2026 and 31 February, 12.5.26, 00:00, the 0 of 0 people 1,2,3,4 met 1e999 million billion dead.",
    ],
)
def test_hostile_text_is_cited_or_left_but_never_changed(library: Library, text: str) -> None:
    library.add_text(text, title="Strange", published=date(2026, 5, 1))
    library.add_text("Ada Lund won the vote in Arden on Monday.", title="Lund wins", published=date(2026, 5, 2))
    if len(library.articles()) == 2:
        for form in Format:
            assert_true(library, library.summarize(format=form, length="long"))


def test_notices_that_stand_in_every_article_are_no_news(library: Library) -> None:
    notice = "The Arden Wire brings the news of Arden and the 12 villages of Lower Wend to you every Monday."
    for place, news in enumerate(["Ada Lund won the vote", "Ada Lund named 7 ministers", "Ada Lund opened a bridge"]):
        text = f"{notice}\n\n{news} in Arden on Monday, said Bo Ek of Arden.\n\nBo Ek of Arden saw {place + 3} boats."
        library.add_text(text, title=f"Lund {place}", published=date(2026, 5, 1 + place))
    assert not any(notice in claim.text for claim in claims(library.summarize(length="long")))


def test_an_article_that_was_removed_is_not_summarised(library: Library) -> None:
    added = library.add_text("The bridge of Arden opened on Monday.", title="Bridge").article
    library.add_text("The Wend flooded Lower Arden on Tuesday.", title="Flood")
    assert added is not None
    library.remove(added.id)
    assert "bridge" not in library.summarize().text
