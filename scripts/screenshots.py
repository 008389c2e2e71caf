"""Take pictures of every state of the page, light and dark, on a desktop and a phone, and the one of the README.

    python scripts/screenshots.py [FOLDER]

Needs a Chromium on the PATH. It starts a server of its own over the sample articles.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
ASKED = {
    "planned": ["Who is expected to attend the talks with Kaja Kallas?"],
    "absent": ["What did the Pope say about the Skarn Strait?"],
    "ambiguous": ["What did the finance minister say?"],
    "course": ["Give me a timeline of the Marrowdale flood"],
    "conversation": ["Who attended the talks in Halvern?", "How many people died in the Marrowdale flood?"],
}
_PROBLEM = '{"title": "Too many questions at once.", "fix": "Try again in a moment.", "status": 503}'
# A language model that has written two statements and is still at it.
_WRITING = """
const real = fetch;
const claim = (text, event_status) => ({text, event_status, citations: [{article_id: "a",
  title: "Ferry crews end strike", source: "Lorn News", published: "2026-02-05", start: 0, end: 9, quote: text}]});
const events = [["stage", {name: "write"}],
  ["claim", claim("The ferry crews went back to work on Thursday.", "happened")],
  ["claim", claim("Both sides are to meet again on 3 March.", "planned")]];
window.fetch = (path, options) => path !== "/api/chats" ? real(path, options) : Promise.resolve(new Response(
  new ReadableStream({start: (to) => events.forEach(([name, data]) =>
    to.enqueue(new TextEncoder().encode(`event: ${name}\\ndata: ${JSON.stringify(data)}\\n\\n`)))})));
"""

# A server that takes its time.
_SLOW = """() => {
const real = fetch;
window.fetch = (path, options) => path !== "/api/chats" ? real(path, options) : new Promise((_, refuse) =>
  options.signal.addEventListener("abort", () => refuse(options.signal.reason)));
}"""

Fresh = Callable[[str], Page]


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / ".cache" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as library, served(Path(library)) as url:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        empty(browser, url, folder)
        chats = conversations(browser, url, folder)
        for size, colours in looks():

            def fresh(address: str, size: str = size, colours: str = colours) -> Page:
                return opened(browser, address, size, colours)

            for name, page in states(fresh, url, chats):
                page.wait_for_timeout(250)
                page.screenshot(path=folder / f"{name}-{size}-{colours}.png")
                page.context.close()
        picture(browser, chats["conversation"])
        browser.close()


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address of a server over an empty library."""
    command = [Path(sys.executable).parent / "rag", "--library", library / "library", "serve", "--port", "0"]
    environment = {**os.environ, "RAG_LLM": "none"}
    log = library / "log"
    with log.open("w") as told, subprocess.Popen(command, stderr=told, env=environment) as process:  # noqa: S603
        try:
            while not (found := re.search(r"http://[\w.:]+", log.read_text())):
                time.sleep(0.1)
            yield found[0]
        finally:
            process.terminate()


def looks() -> Iterator[tuple[str, str]]:
    """Every size with every colour scheme."""
    yield from ((size, colours) for size in SIZES for colours in ("light", "dark"))


def opened(browser: Browser, address: str, size: str, colours: str, scale: float = 1) -> Page:
    """The page at this address, loaded."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if colours == "dark" else "light",
        reduced_motion="reduce",
        has_touch=size == "phone",
        device_scale_factor=scale,
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page


def ask(page: Page, question: str) -> None:
    """Ask, and wait for the answer."""
    before = page.locator(".turn-actions").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn-actions")).to_have_count(before + 1, timeout=60_000)


def empty(browser: Browser, url: str, folder: Path) -> None:
    """The empty library."""
    for size, colours in looks():
        page = opened(browser, url, size, colours)
        page.screenshot(path=folder / f"empty-{size}-{colours}.png")
        page.context.close()


def conversations(browser: Browser, url: str, folder: Path) -> dict[str, str]:
    """Add the samples, a file and what is none, and hold conversations; returns their addresses."""
    page = opened(browser, url, "desktop", "light")
    page.get_by_role("button", name="Try the samples").click()
    page.wait_for_timeout(5000)
    page.screenshot(path=folder / "adding-desktop-light.png")
    expect(page.locator(".adding-about")).to_contain_text("35 added", timeout=120_000)
    page.get_by_role("button", name="Dismiss").last.click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Add files").click()
    news = ROOT / "tests" / "fixtures" / "news"
    chooser.value.set_files([*sorted(news.iterdir()), ROOT / "tests" / "fixtures" / "library-format-1.db.gz"])
    expect(page.locator(".adding-about")).to_contain_text("not added", timeout=60_000)
    page.screenshot(path=folder / "added-desktop-light.png")
    addresses = {}
    for name, questions in ASKED.items():
        page.get_by_role("tab", name="Conversations").click()
        page.get_by_role("button", name="New conversation").click()
        for question in questions:
            ask(page, question)
        page.wait_for_function("location.hash.includes('chat=')")
        addresses[name] = page.url
    page.context.close()
    return addresses


def states(fresh: Fresh, url: str, chats: dict[str, str]) -> Iterator[tuple[str, Page]]:
    """Every state by its name, each on a page of its own."""
    yield "welcome", fresh(url)
    for name, address in chats.items():
        yield name, fresh(address)

    page = fresh(chats["conversation"])
    page.locator(".turn").nth(1).locator(".mark").first.click()
    expect(page.locator("mark")).to_be_visible()
    yield "citation", page

    page = fresh(chats["conversation"])
    page.locator(".turn").nth(1).locator(".mark").first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("#quote-card")).to_be_visible()
    yield "quote", page
    yield from _panels(fresh, url)
    yield from _summaries(fresh, url)
    yield from _mishaps(fresh, url)


def _panels(fresh: Fresh, url: str) -> Iterator[tuple[str, Page]]:
    page = fresh(url)
    page.keyboard.press("Escape")
    page.locator(".brand").click()
    page.keyboard.press("l")
    yield "library", page

    page = fresh(url)
    page.locator("#ask-scope button").click()
    page.get_by_label("Published from").fill("2026-05-01")
    page.get_by_label("Northgate Wire").check()
    page.get_by_label("Harrow Evening Post").check()
    yield "scope", page

    page = fresh(url)
    page.locator("#ask-scope button").click()
    page.get_by_label("Published from").fill("2026-05-01")
    page.get_by_label("Harrow Evening Post").check()
    page.get_by_role("button", name="Use these").click()
    yield "scoped", page

    page = fresh(url)
    page.locator(".brand").click()
    page.keyboard.press("c")
    page.locator(".row .icon-button").first.click()
    yield "conversations", page

    for name, key in {"shortcuts": "?", "paste": "a"}.items():
        page = fresh(url)
        page.locator(".brand").click()
        page.keyboard.press(key)
        yield name, page

    page = fresh(url)
    page.locator(".brand").click()
    page.keyboard.press("l")
    page.locator(".row .row-delete").first.click()
    yield "confirm", page


def _summaries(fresh: Fresh, url: str) -> Iterator[tuple[str, Page]]:
    page = fresh(f"{url}/#view=summary")
    yield "summarise", page
    for name, label in {
        "prose": "Prose",
        "points": "Points",
        "timeline": "Timeline",
        "table": "Who, what, when, where",
    }.items():
        page = fresh(f"{url}/#view=summary")
        page.get_by_label("Topic").fill("Marrowdale flood")
        page.get_by_label(label, exact=True).check()
        page.keyboard.press("Enter")
        expect(page.locator(".summary")).to_be_visible(timeout=60_000)
        page.locator(".summary").evaluate("(one) => one.scrollIntoView()")
        yield f"summary-{name}", page


def _mishaps(fresh: Fresh, url: str) -> Iterator[tuple[str, Page]]:
    def asked(status: int | None = None) -> Page:
        page = fresh(url)
        if status is None:
            page.evaluate(_SLOW)
        else:
            page.route("**/api/chats", lambda route: route.fulfill(status=status, body=_PROBLEM))
        page.get_by_label("Your question").fill("Who attended the talks in Halvern?")
        page.keyboard.press("Enter")
        return page

    yield "waiting", asked()
    yield "problem", asked(503)
    page = asked()
    page.get_by_role("button", name="Stop").click()
    yield "stopped", page
    yield "key", asked(401)

    page = fresh(url)
    page.add_init_script(_WRITING)
    page.reload()
    page.get_by_label("Your question").fill("What became of the strike?")
    page.keyboard.press("Enter")
    expect(page.locator(".answer p")).to_have_count(2)
    yield "writing", page

    yield "deleted", fresh(f"{url}/#article=gone")


def picture(browser: Browser, chat: str) -> None:
    """The one of the README: an answer, and beside it the article at the sentence cited."""
    page = opened(browser, chat, "desktop", "light")
    page.set_viewport_size({"width": 1200, "height": 690})
    page.locator(".turn").nth(1).locator(".mark").first.click()
    expect(page.locator("mark")).to_be_visible()
    page.locator(".turn").nth(1).evaluate("(one) => one.scrollIntoView()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    page.screenshot(path=ROOT / "docs" / "page.png")
    page.context.close()


if __name__ == "__main__":
    main()
