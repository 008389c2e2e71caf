"""Articles are grouped by what they tell of."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from itertools import combinations

import pytest
import yaml

from rag import Library
from rag.summarize.sentences import sentences
from rag.summarize.storylines import storylines
from tests.conftest import SAMPLES
from tests.summarize.samples import read

FLOOD = "The river Aune flooded Marrowdale. Mayor Dorrington of Marrowdale spoke of the Aune."
VOTE = "The Sorrell Republic votes on Sunday. Premier Hasting of Sorrell spoke in Aldmouth."


@pytest.fixture(scope="module")
def storyline_of() -> dict[str, str]:
    """The storyline of each sample article in the manifest, by its title."""
    found: dict[str, str] = {}
    for entry in tomllib.loads((SAMPLES / "manifest.toml").read_text(encoding="utf-8"))["article"]:
        front_matter = (SAMPLES / entry["file"]).read_text(encoding="utf-8").split("---")[1]
        found[yaml.safe_load(front_matter)["title"]] = entry["storyline"]
    return found


def test_the_sample_articles_are_grouped_as_their_manifest_has_them(
    samples: Library, storyline_of: dict[str, str]
) -> None:
    wanted = defaultdict(set)
    for article in samples.articles():
        wanted[storyline_of[article.title]].add(article.id)

    found = samples.summarize(length="headline")
    more = samples.summarize(length="long")

    assert {frozenset(one.article_ids) for one in more.storylines} == {frozenset(ids) for ids in wanted.values()}
    assert found.left_out + len(found.articles) == len(more.articles) == len(samples.articles())


def test_any_two_sample_articles_are_told_together_or_apart_by_their_names(
    samples: Library, storyline_of: dict[str, str]
) -> None:
    read_ = [
        sentences(article, [span for passage in samples.store.passages_of(article.id) for span in passage.sentences])
        for article in samples.articles()
    ]
    for one, other in combinations(read_, 2):
        same = storyline_of[one[0].article.title] == storyline_of[other[0].article.title]
        assert len(storylines([one, other], {})) == (1 if same else 2)


def test_articles_without_vectors_are_grouped_by_their_names() -> None:
    articles = [read(FLOOD, name="a"), read(VOTE, name="b"), read(FLOOD.replace("spoke", "told"), name="c")]
    assert sorted(storylines(articles, {})) == [[0, 2], [1]]


def test_an_article_without_names_is_a_storyline_of_its_own() -> None:
    articles = [read(FLOOD, name="a"), read("it rained and nobody came.", name="b"), read("it rained again.", name="c")]
    assert sorted(storylines(articles, {})) == [[0], [1], [2]]
