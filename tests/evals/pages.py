"""Runs to make a report of, and the report's page as a browser reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from evals.report import write
from evals.totals import summary

POINTS = {"right": 1, "silent": 0, "wrong": -1}
TEXT = "The board met. Nadia Ferrow asked for 12 million. Tom Askew stayed away."
QUOTE = "Nadia Ferrow asked for 12 million."
HOSTILE = (
    "<script>document.title = 'owned'</script>",
    "</style><style>body { display: none }</style>",
    "</script><script>alert(1)</script>",
    '"><img src=https://example.com/x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "<a href='javascript:alert(1)'>here</a>",
    "<svg/onload=alert(1)></svg><meta http-equiv=refresh content=0;url=https://example.com>",
    "{{ 7 * 7 }}{% include 'page.html' %}",
    "<!-- --><base href=https://example.com><form action=https://example.com>",
    "]]><iframe srcdoc='<script>alert(1)</script>'>",
)


# Runs to report


def record(id: str, verdict: str = "right", **changes: Any) -> dict[str, Any]:
    span = [TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE)]
    citation = {"article_id": "a1", "title": "Budget", "source": "Example News", "published": "2026-03-01"}
    citation |= {"quote": QUOTE}
    claim = {"text": QUOTE, "event_status": "happened", "citations": [citation]}
    made: dict[str, Any] = {
        "suite": "seed",
        "library": "original",
        "engine": "extractive",
        "id": id,
        "category": "number",
        "question": f"How much was asked for in {id}?",
        "expected": {"asked": "2026-03-02", "status": "answered", "must": [["12 million", "twelve million"]]},
        "answer": {"status": "answered", "text": QUOTE, "claims": [claim], "reason": None, "nearest": []},
        "context": [{"article_id": "a1", "title": "Budget", "text": TEXT, "highlights": [span]}],
        "scores": {"hit@1": {"value": 1.0, "reason": "first"}},
        "verdict": verdict,
        "why": f"told why {id} is {verdict}",
        "error": None,
        "timings_ms": {"total": 300.0, "models": 250.0},
        "tokens": {"input": 0, "output": 0},
        "cost_usd": 0.0,
        "prompts": {},
        "model": None,
    }
    if verdict in POINTS:
        made["scores"]["crag"] = {"value": float(POINTS[verdict]), "reason": ""}
    return made | changes


def run_of(folder: Path, records: Sequence[dict[str, Any]], **changes: Any) -> Path:
    folder.mkdir()
    facts = {
        "id": folder.name,
        "started": "2026-03-02T10:00:00+00:00",
        "finished": "2026-03-02T10:05:00+00:00",
        "complete": True,
        "suites": list(dict.fromkeys(one["suite"] for one in records)),
        "engines": list(dict.fromkeys(one["engine"] for one in records)),
        "limit": None,
        "settings": {"extractive": {"embedder": "small"}},
        "commit": "0123456789abcdef",
        "dirty": False,
        "python": "CPython 3.11",
        "machine": "Linux, 2 cores",
        "gold": {"seed": "f00d"},
        "models": {"embedder": "small"},
        "notes": [],
        "summary": summary(records),
        "thresholds": [],
    } | changes
    (folder / "run.json").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "cases.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return folder


# Pages, as a browser reads them

VOID = {"meta", "br", "hr", "img", "input", "link", "base"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        found = [self] if (not tag or tag == self.tag) and (not class_ or class_ in self.classes) else []
        return found + [one for child in self.children if isinstance(child, Element) for one in child.all(tag, class_)]

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class Page(HTMLParser):
    """The elements of a page. Whatever is not closed where it was opened is an error."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.root = self._at = Element("", {}, None)
        self.source = path.read_text("utf-8")
        self.feed(self.source)
        self.close()
        assert self._at is self.root, f"<{self._at.tag}> is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(element)
        if tag not in VOID:
            self._at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._at = self._at.parent or self.root if tag not in VOID else self._at

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._at.tag, f"</{tag}> closes <{self._at.tag}>"
        assert self._at.parent
        self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)

    def all(self, tag: str = "", class_: str = "") -> list[Element]:
        return self.root.all(tag, class_)

    def by_id(self, id: str) -> Element:
        (found,) = (one for one in self.all() if one.attributes.get("id") == id)
        return found

    @property
    def cards(self) -> list[Element]:
        return self.all(class_="card")


def page(run: Path, against: Path | None = None) -> Page:
    return Page(write(run, against))


def everywhere(text: str) -> dict[str, Any]:
    """A record that holds the text wherever a run can hold one, and nothing else."""
    made = record(text, "wrong", suite=text, library=text, engine=text, category=text, question=text, why=text)
    made["expected"] |= {"must": [[text, text]], "must_not": [text], "source": text, "event_status": text}
    made["answer"] |= {"status": text, "text": text, "reason": text}
    made["answer"]["claims"][0] |= {"event_status": text}
    made["answer"]["claims"][0]["citations"][0] |= {"title": text, "source": text, "published": text}
    made["context"][0] |= {"title": text, "text": text, "highlights": [[0, 5]]}
    made["scores"][text] = {"value": 1.0, "reason": text}
    return made | {"error": text, "turns": [text, text]}


def hostile_run(folder: Path, texts: Sequence[str]) -> Path:
    told = "".join(texts)
    row = {"name": told, "suite": told, "library": told, "category": told, "passed": False, "value": 0.5, "bar": 1}
    facts = {"notes": [told], "commit": told, "settings": {told: {told: told}}, "models": {told: told}}
    facts |= {"machine": told, "started": told, "id": told}
    return run_of(folder, [everywhere(text) for text in texts], thresholds=[row], **facts)
