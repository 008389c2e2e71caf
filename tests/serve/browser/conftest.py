"""A real browser on the page of a real server. What goes wrong in it, or leaves this computer, fails the test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from rag import Library
from tests.serve.running import Served, serving

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}

Open = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser to try the page in: none of {', '.join(NAMES)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens the page of a server in a window of its own; ``refused`` are failures that the test brings about.

    It waits until the page has heard from the server, unless told not to.
    """
    told: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(
        url: str, *, size: str = "desktop", colours: str = "light", refused: tuple[str, ...] = (), waits: bool = True
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if colours == "dark" else "light",
            reduced_motion="reduce",
            has_touch=size == "phone",
            permissions=["clipboard-read", "clipboard-write"],
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        here = url.split("/#", maxsplit=1)[0]

        def heard(kind: str, text: str) -> None:
            if not any(one in text for one in refused):
                told.append(f"{kind}: {text}")

        def left(request: Request) -> None:
            if not request.url.startswith((here, "blob:", "data:")):
                heard("elsewhere", request.url)

        page.on("console", lambda message: heard(message.type, message.text))
        page.on("pageerror", lambda error: heard("error", str(error)))
        page.on("dialog", lambda dialog: heard("dialog", dialog.message))
        page.on("request", left)
        page.goto(url)
        if waits:
            expect(page.locator("#engine")).not_to_be_empty()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert told == []


@pytest.fixture
def bare(tmp_path: Path, samples: Library) -> Iterator[Served]:
    """A server over a library without articles."""
    with (
        Library.open(tmp_path / "bare", beside=samples) as library,
        serving(library, rate=100_000, burst=100_000) as server,
    ):
        yield server


@pytest.fixture(scope="package")
def sampled(tmp_path_factory: pytest.TempPathFactory, samples: Library) -> Iterator[str]:
    """The address of a server over a copy of the sample articles, where conversations may be left behind."""
    folder = tmp_path_factory.mktemp("sampled") / "library"
    shutil.copytree(samples.folder, folder)
    with Library.open(folder, beside=samples) as library, serving(library, rate=100_000, burst=100_000) as server:
        yield server.url


def ask(page: Page, question: str) -> None:
    """Ask on the page, and wait for the answer."""
    before = page.locator(".turn-actions").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".turn-actions")).to_have_count(before + 1)
