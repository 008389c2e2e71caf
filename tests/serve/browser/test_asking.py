from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from rag import Library
from rag.llm.model import Price
from rag.provider import language_model
from tests.conftest import FIXTURES
from tests.llm.conftest import drafted
from tests.llm.test_answering import LASTED, MET
from tests.serve.browser.conftest import Open, ask
from tests.serve.running import Served, serving
from tests.servers import Reply, Request, ScriptedServer

NEWS = FIXTURES / "news"
KEY = "a-key-of-more-than-sixteen-characters"


def test_an_empty_library_offers_the_samples(bare: Served, open_page: Open) -> None:
    page = open_page(bare.url)
    page.get_by_role("button", name="Try the samples").click()
    expect(page.locator(".adding-about")).to_contain_text("so far")
    expect(page.locator(".adding-about")).to_have_text("35 added", timeout=60_000)
    expect(page.get_by_role("button", name="How many people died in the Marrowdale flood?", exact=True)).to_be_visible()


def test_accounts_that_differ_are_marked_by_what_they_are_and_not_by_the_words_around_them(
    sampled: str, open_page: Open
) -> None:
    cited: dict[str, object] = {"article_id": "a", "title": "Flood", "source": "Wire", "published": None, "start": 0}
    told = ["Ten people died.", "Twelve people died.", "The river is falling."]
    claims = [
        {"text": text, "citations": [cited | {"end": len(text), "quote": text}], "event_status": None} for text in told
    ]
    answer: dict[str, object] = {
        "status": "answered",
        "text": "\n".join(told),
        "claims": claims,
        "reason": None,
        "nearest": [],
    }
    kept = [answer | {"disagreements": [[0, 1]]}, answer | {"text": "The articles differ:\n• " + "\n• ".join(told)}]
    turns = [{"question": "How many?", "asked": None, "answer": one | {"engine": "extractive"}} for one in kept]
    page = open_page(sampled)
    page.route("**/api/chats/c1", lambda route: route.fulfill(json={"id": "c1", "turns": turns}))
    page.goto(f"{sampled}/#chat=c1")
    new, old = page.locator(".turn").first, page.locator(".turn").last
    expect(new.locator(".banner.differs")).to_have_text("The articles differ")
    expect(new.locator(".accounts li")).to_have_text(["Ten people died.\u20601", "Twelve people died.\u20602"])
    expect(new.locator(".answer > p").last).to_contain_text("The river is falling.")
    expect(old.locator(".statements li")).to_have_count(3)  # kept before accounts were told apart: readable as it was
    expect(old.locator(".answer > p")).to_have_text("The articles differ:")


# Browsers give the clipboard only to pages of HTTPS and of this computer, and may refuse it to those.
@pytest.mark.parametrize("clipboard", ["navigator.clipboard", "undefined", "{writeText: () => Promise.reject()}"])
def test_an_answer_is_copied_with_its_sources(fresh: Served, open_page: Open, clipboard: str) -> None:
    page = open_page(fresh.url)
    page.evaluate("window.read = navigator.clipboard.readText.bind(navigator.clipboard)")
    page.evaluate(f"Object.defineProperty(navigator, 'clipboard', {{value: {clipboard}}})")
    ask(page, "How many members voted for the offer?")
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.locator(".toast")).to_contain_text("Copied")
    copied = page.evaluate("window.read()")
    assert copied.startswith("How many members voted for the offer?\n\n")
    assert "[1]" in copied.split("\n\nSources\n")[0]
    assert "\n[1] Ferry crews on Lorn Sound end nine-day strike · 5 Feb 2026\n    “" in copied
    assert copied.endswith("said that 212 of its 240 members had voted for the offer.”")


@pytest.fixture
def writing(tmp_path: Path, samples: Library) -> Iterator[tuple[Served, threading.Event]]:
    """A server whose language model writes one statement, and the other once the event is set."""
    go_on = threading.Event()
    claims = [
        (MET, MET),
        (LASTED, LASTED),
    ]

    def reply(request: Request) -> Reply:
        text = drafted(claims)(request)
        cut = text.index(json.dumps(claims[1][0])) - 10

        def pieces() -> Iterator[str]:
            yield text[:cut]
            go_on.wait(20)
            yield text[cut:]

        return Reply(pieces=pieces())

    with ScriptedServer(default=reply) as server:
        model = language_model(
            "tiny", base_url=server.url, kind="openai-compatible", price=Price(1.0, 2.0), read_s=20.0, retries=0
        )
        with Library.open(tmp_path / "writing", llm=model, beside=samples) as library:
            library.add(NEWS / "orchard-talks.md")
            with serving(library, rate=100_000, burst=100_000) as served:
                yield served, go_on
                go_on.set()


def test_statements_are_there_as_soon_as_a_language_model_has_written_them(
    writing: tuple[Served, threading.Event], open_page: Open
) -> None:
    served, go_on = writing
    page = open_page(served.url)
    page.evaluate(SHIFTS)
    page.get_by_label("Your question").fill("Who met at the Corn Exchange?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer p")).to_have_text([f"{MET}\u20601"])
    expect(page.locator(".stage")).to_contain_text("Writing")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.wait_for_timeout(700)  # what moves so soon after a key is held to be meant
    go_on.set()
    expect(page.locator(".answer p")).to_have_text([f"{MET}\u20601", f"{LASTED}\u20602"])
    expect(page.locator(".turn-foot")).to_contain_text("tokens in")
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.wait_for_timeout(100)
    assert page.evaluate("shifted") < 0.01


SHIFTS = """() => {
    window.shifted = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => {
        if (!one.hadRecentInput) window.shifted += one.value;
    })).observe({type: "layout-shift"});
}"""


def test_an_answer_is_stopped_and_asked_for_again(writing: tuple[Served, threading.Event], open_page: Open) -> None:
    served, go_on = writing
    page = open_page(served.url)
    page.get_by_label("Your question").fill("Who met at the Corn Exchange?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer p").first).to_contain_text("Nora Teal")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".stopped")).to_contain_text("not kept")
    assert httpx.get(f"{served.url}/api/chats").json()["items"] == []
    go_on.set()
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".turn-foot")).to_contain_text("tokens in")
    expect(page.locator(".turn")).to_have_count(1)


def test_what_went_wrong_is_told_with_its_fix_and_tried_again(fresh: Served, open_page: Open) -> None:
    page = open_page(fresh.url, refused=("status of 422", "ERR_CONNECTION_REFUSED"))
    page.get_by_label("Your question").fill("who " * 5000)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".problem")).to_contain_text("Ask one thing at a time")
    page.get_by_role("button", name="New conversation").click()
    page.route("**/api/chats", lambda route: route.abort("connectionrefused"))
    page.get_by_label("Your question").fill("How long did the meeting last?")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_contain_text("The server can’t be reached.")
    page.unroute("**/api/chats")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".turn").last).to_contain_text("three hours")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_server_with_a_key_is_asked_nothing_before_it_is_given(
    tmp_path: Path, samples: Library, open_page: Open
) -> None:
    with (
        Library.open(tmp_path / "keyed", beside=samples) as library,
        serving(library, api_key=KEY, rate=100_000, burst=100_000) as served,
    ):
        library.add(NEWS / "orchard-talks.md")
        page = open_page(f"{served.url}/", refused=("status of 401",), waits=False)
        page.get_by_label("Key", exact=True).fill("a-wrong-key-of-sixteen-characters")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_have_text("That key was not accepted.")
        page.get_by_label("Key", exact=True).fill(KEY)
        page.get_by_role("button", name="Continue").click()
        expect(page.locator("#article-count")).to_have_text("1")
        ask(page, "How long did the meeting last?")
        page.reload()
        expect(page.locator(".turn")).to_contain_text("three hours")
