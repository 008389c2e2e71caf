from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.verify import UNSUPPORTED, grounded, verified
from rag.errors import NotFound
from rag.models import Article, Citation, Claim, Draft, Span, Status

BUDGET = Article(
    "budget",
    "Council meets",
    "The council met on Tuesday. Mayor Ada Marlow asked for 12 million for the flood walls. Nobody objected.",
)
STORM = Article("storm", "Storm", "A storm hit the coast on 3 May. Two ferries were moored at Tellin’s quay.")
ARTICLES = {article.id: article for article in (BUDGET, STORM)}


def look_up(article_id: str) -> Article:
    try:
        return ARTICLES[article_id]
    except KeyError:
        raise NotFound(f"No article {article_id!r}.", "") from None


def citation(quote: str, article: Article = BUDGET) -> Citation:
    start = article.text.index(quote)
    return Citation.of(article, Span(start, start + len(quote)))


ASKED = citation("Mayor Ada Marlow asked for 12 million for the flood walls.")
TRUE = Claim("Ada Marlow — Mayor Ada Marlow asked for 12 million for the flood walls.", (ASKED,))


def draft(*claims: Claim) -> Draft:
    return Draft(Status.ANSWERED, "\n".join(claim.text for claim in claims), claims)


def test_a_true_claim_is_left_as_it_is() -> None:
    assert grounded(TRUE, look_up) == TRUE
    assert verified(draft(TRUE), look_up) == draft(TRUE)


@pytest.mark.parametrize(
    "false",
    [
        replace(TRUE, citations=(replace(ASKED, quote=ASKED.quote.replace("12", "21")),)),
        replace(TRUE, citations=(replace(ASKED, quote=ASKED.quote.upper()),)),
        replace(TRUE, citations=(replace(ASKED, quote=ASKED.quote + " "),)),
        replace(TRUE, citations=(replace(ASKED, start=ASKED.start + 1),)),
        replace(TRUE, citations=(replace(ASKED, start=ASKED.start - 1, end=ASKED.end - 1),)),
        replace(TRUE, citations=(replace(ASKED, start=ASKED.start - len(BUDGET.text), end=ASKED.end),)),
        replace(TRUE, citations=(replace(ASKED, start=len(BUDGET.text), end=len(BUDGET.text), quote=""),)),
        replace(TRUE, citations=(replace(ASKED, article_id="storm"),)),
        replace(TRUE, citations=(replace(ASKED, article_id="unheard-of"),)),
        replace(TRUE, citations=()),
        replace(TRUE, text="Ada Marlow and Bertil Roan asked for 12 million."),
        replace(TRUE, text="Bertil Roan — Mayor Ada Marlow asked for 12 million for the flood walls."),
        replace(TRUE, text="Roan"),
        replace(TRUE, text="Roan asked for 12 million."),
        replace(TRUE, text="On Friday Ada Marlow asked for 12 million."),
        replace(TRUE, text="Ada Marlow asked for 120 million."),
        replace(TRUE, text="Ada Marlow asked for 12 million in 2025."),
    ],
    ids=[
        "another number quoted",
        "another case quoted",
        "a space more quoted",
        "start shifted",
        "both shifted",
        "negative start",
        "empty quote",
        "another article",
        "unknown article",
        "no citation",
        "a name added",
        "a speaker put in front",
        "another name alone",
        "another name first",
        "a day added",
        "a number altered",
        "a year added",
    ],
)
def test_what_the_article_does_not_say_never_reaches_the_reader(false: Claim) -> None:
    assert grounded(false, look_up) is None
    other = Claim("Nobody objected.", (citation("Nobody objected."),))
    answer = verified(draft(false, other), look_up)
    assert (answer.status, answer.claims, answer.text) == (Status.ANSWERED, (other,), other.text)
    alone = verified(draft(false), look_up)
    assert (alone.status, alone.claims, alone.text) == (Status.NOT_IN_ARTICLES, (), UNSUPPORTED)


def test_a_false_citation_beside_a_true_one_is_dropped_alone() -> None:
    altered = replace(ASKED, quote=ASKED.quote.replace("12", "21"))
    assert grounded(replace(TRUE, citations=(altered, ASKED)), look_up) == TRUE


def test_a_dropped_citation_carries_nothing() -> None:
    ferries = citation("Two ferries were moored at Tellin’s quay.", STORM)
    both = Claim("Ada Marlow asked for 12 million; ferries lay at Tellin.", (ASKED, ferries))
    assert grounded(both, look_up) == both
    assert grounded(replace(both, citations=(ASKED, replace(ferries, start=0))), look_up) is None


def test_the_nearest_found_is_held_to_the_same_line() -> None:
    refused = Draft(Status.NOT_IN_ARTICLES, "No.", reason="No.", nearest=(replace(ASKED, quote="x"), ASKED))
    assert verified(refused, look_up).nearest == (ASKED,)


def test_our_own_words_need_no_support() -> None:
    said = replace(TRUE, text="Asked for 12 million: Ada Marlow.")
    assert grounded(said, look_up) == said


@given(
    text=st.text(max_size=60),
    cited=st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70), st.text(max_size=8) | st.none()), max_size=4),
    said=st.text(max_size=20),
)
def test_every_citation_that_is_kept_is_verbatim(
    text: str, cited: list[tuple[int, int, str | None]], said: str
) -> None:
    article = Article("any", "", text)
    claim = Claim(
        said,
        tuple(
            Citation("any", "", None, None, start, end, text[start:end] if quote is None else quote)
            for start, end, quote in cited
        ),
    )
    kept = grounded(claim, {"any": article}.__getitem__)
    true = tuple(
        one for one in claim.citations if one.start >= 0 and one.quote and text[one.start : one.end] == one.quote
    )
    if kept is not None:
        assert kept.citations == true != ()
        assert kept.text == said
    elif said.islower() and said.isascii() and said.isalpha():
        assert not true


@given(name=st.from_regex(r"[A-Z][a-z]{2,9} [A-Z][a-z]{2,9}", fullmatch=True), number=st.integers(0, 10**6))
def test_no_name_and_no_number_is_added_to_a_quotation(name: str, number: int) -> None:
    said = {word.lower() for word in ASKED.quote.replace(".", "").split()}
    if not {part.lower() for part in name.split()} <= said:
        assert grounded(replace(TRUE, text=f"{TRUE.text} {name} agreed."), look_up) is None
    if number != 12:
        assert grounded(replace(TRUE, text=f"Ada Marlow asked for {number} million."), look_up) is None


def test_a_disagreement_is_left_only_where_two_accounts_are() -> None:
    false = replace(TRUE, citations=())
    ferries = Claim(
        "Two ferries were moored at Tellin’s quay.", (citation("Two ferries were moored at Tellin’s quay.", STORM),)
    )
    several = replace(draft(false, TRUE, ferries), disagreements=((0, 1), (1, 2), (2,), (0,)))
    assert verified(several, look_up).disagreements == ((0, 1), (1,))
