"""The server under load: many who ask at once, streams that wait, articles that come in meanwhile, its own overhead.

    python -m evals.serving [--check]

Takes some minutes, and wants a machine that does nothing else. `rag serve` runs as a program of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from evals.metrics.latency import p50, p95
from evals.places import GOLD
from rag import samples
from rag.library import Library

ASKERS = 50
STREAMS = 200
ADDED = 500
BATCH = 25    # articles in one upload
AT_MOST = {
    "50 at once: p95 / ideal": 1.3,
    "50 at once: longest wait / ideal": 1.5,
    "50 at once: errors": 0.0,
    "200 open streams, MB": 50.0,
    "500 added while people ask: lost": 0.0,
    "500 added while people ask: errors and wrong quotes": 0.0,
    "overhead of /api/ask p50, ms": 15.0,
}
_EVENTS = {"Accept": "text/event-stream"}


@dataclass(frozen=True, slots=True)
class Program:
    """A running `rag serve`: where it is, and its process id."""

    url: str
    pid: int

    @property
    def megabytes(self) -> float:
        """What it holds in memory now (resident set)."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) / 1000 if found else 0.0


@contextmanager
def program(folder: Path) -> Iterator[Program]:
    """`rag serve` over the library in this folder, warm, and without a limit on how often it is asked."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from rag.cli import main; main()", "serve", "--port", "0"],
        env={**os.environ, "RAG_LIBRARY": str(folder), "RAG_LLM": "none", "RAG_REQUESTS_PER_SECOND": "1e6"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = process.stderr.readline().split()[-1] if process.stderr else ""
        with httpx.Client(base_url=url, timeout=5, transport=httpx.HTTPTransport(retries=5)) as client:
            while client.get("/api/ready").status_code != 200:
                time.sleep(0.2)
        # What it logs is read and thrown away, or it would wait for a reader.
        with subprocess.Popen(["/bin/cat"], stdin=process.stderr, stdout=subprocess.DEVNULL):
            yield Program(url, process.pid)
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    finally:
        process.kill()


def questions(count: int) -> list[dict[str, str]]:
    """As many different questions about the sample articles, as they are sent."""
    rows = [json.loads(line) for line in (GOLD / "sample_a.jsonl").read_text("utf-8").splitlines() if line]
    return [{"question": row["question"], "asked": row["asked"]} for row in rows if "history" not in row][:count]


async def _ask(client: httpx.AsyncClient, asked: dict[str, str]) -> tuple[float, httpx.Response]:
    began = time.perf_counter()
    reply = await client.post("/api/ask", json=asked)
    return time.perf_counter() - began, reply


def _client(at: Program) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return httpx.AsyncClient(base_url=at.url, timeout=300, limits=limits)


async def one_by_one(at: Program) -> tuple[float, float]:
    """Seconds a question takes alone, in the mean, and the median of what the server adds to it in milliseconds."""
    async with _client(at) as client:
        for asked in questions(ASKERS):    # what is read first is kept, and both rounds shall find it
            await _ask(client, asked)
        taken = [await _ask(client, asked) for asked in questions(ASKERS)]
    overhead = [1000 * seconds - reply.json()["timings_ms"]["total"] for seconds, reply in taken]
    return mean(seconds for seconds, _ in taken), p50(overhead)


async def all_at_once(at: Program) -> list[tuple[float, httpx.Response]]:
    """Everyone asks in the same moment: how long each waits, and for what."""
    async with _client(at) as client:
        return await asyncio.gather(*(_ask(client, asked) for asked in questions(ASKERS)))


def waits(taken: list[tuple[float, httpx.Response]], alone: float) -> dict[str, float]:
    """How long they waited; ideally, the last is answered when all would have been, one by one."""
    seconds = [one for one, _ in taken]
    ideal = [alone * place for place in range(1, ASKERS + 1)]
    return {
        f"{ASKERS} at once: p95, s": p95(seconds),
        f"{ASKERS} at once: p95 / ideal": p95(seconds) / p95(ideal),
        f"{ASKERS} at once: longest wait / ideal": max(seconds) / max(ideal),
        f"{ASKERS} at once: errors": float(sum(reply.status_code != 200 for _, reply in taken)),
    }


async def open_streams(at: Program) -> dict[str, float]:
    """What the server holds more with streams that wait for their answer than before."""
    asked = questions(1)[0]
    before = at.megabytes
    async with _client(at) as client:
        streams = [client.build_request("POST", "/api/ask", json=asked, headers=_EVENTS) for _ in range(STREAMS)]
        replies = await asyncio.gather(*(client.send(one, stream=True) for one in streams))
        held = at.megabytes - before
        await asyncio.gather(*(reply.aclose() for reply in replies))
    return {f"{STREAMS} open streams, MB": held}


async def adding(at: Program) -> dict[str, float]:
    """Articles are uploaded while four people ask without a pause."""
    finished = asyncio.Event()
    replies: list[httpx.Response] = []
    texts = {f"{number:03}.txt": _story(number) for number in range(ADDED)}

    async def keep_asking(client: httpx.AsyncClient, first: int) -> None:
        rows = questions(ASKERS)
        turn = first
        while not finished.is_set():
            replies.append((await _ask(client, rows[turn % len(rows)]))[1])
            turn += 4

    async with _client(at) as client:
        askers = [asyncio.create_task(keep_asking(client, first)) for first in range(4)]
        began = time.perf_counter()
        results: list[dict[str, Any]] = []
        names = list(texts)
        for start in range(0, ADDED, BATCH):
            files = [("files", (name, texts[name].encode())) for name in names[start : start + BATCH]]
            results += (await client.post("/api/articles/upload", files=files)).json()["results"]
        seconds = time.perf_counter() - began
        finished.set()
        await asyncio.gather(*askers)
        lost = 0
        for one in results:
            kept = await client.get(f"/api/articles/{one['article']['id']}") if one["article"] else None
            lost += kept is None or kept.json()["text"].strip() != texts[one["file"]].strip()
        wrong = [await _is_wrong(client, reply) for reply in replies]
    return {
        f"{ADDED} added while people ask: lost": float(lost + ADDED - len(results)),
        f"{ADDED} added while people ask: errors and wrong quotes": float(sum(wrong)),
        f"{ADDED} added while people ask: articles a second": ADDED / seconds,
        f"{ADDED} added while people ask: answers a second": len(replies) / seconds,
    }


async def _is_wrong(client: httpx.AsyncClient, reply: httpx.Response) -> bool:
    """Whether this is no answer, or has a quote that doesn't stand where it says."""
    if reply.status_code != 200:
        return True
    for claim in reply.json()["claims"]:
        for cited in claim["citations"]:
            text = (await client.get(f"/api/articles/{cited['article_id']}")).json()["text"]
            if text[cited["start"] : cited["end"]] != cited["quote"]:
                return True
    return False


def _story(number: int) -> str:
    """A small invented article, like no other."""
    place = f"Port {'ABCDEFGHIJKLMNOPQRSTUVWXY'[number % 25]}{number}"
    return (
        f"The harbour board of {place} chose warden Ilva Tormund-{number} as its head on Monday.\n\n"
        f"She said that {number + 3} boats had waited for a berth since the storm.\n\n"
        f"The board of {place} meets again on Thursday to talk about {number % 9 + 2} new cranes.\n"
    )


async def measure(folder: Path) -> dict[str, float]:
    """Every figure, by its name."""
    with program(folder) as running:
        before, overhead = await one_by_one(running)
        taken = await all_at_once(running)
        after, _ = await one_by_one(running)    # so that a slow minute slows what is compared alike
        alone = mean((before, after))
        figures = {"a question alone, ms": 1000 * alone, "overhead of /api/ask p50, ms": overhead}
        figures |= waits(taken, alone)
        figures |= await open_streams(running)
        figures |= await adding(running)
    return figures


def main() -> None:
    """Measure and print; with ``--check``, fail where a bar is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="end with 1 where a bar is missed")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        with Library.open(folder) as library:
            library.add(samples.folder())
        figures = asyncio.run(measure(Path(folder)))
    table = Table("measure", "value", "bar", "")
    missed = False
    for name, value in figures.items():
        most = AT_MOST.get(name)
        missed |= most is not None and value > most
        verdict = "" if most is None else "missed" if value > most else "ok"
        table.add_row(name, f"{value:.2f}", "" if most is None else f"<= {most:g}", verdict)
    Console(highlight=False).print(table)
    sys.exit(1 if check and missed else 0)


if __name__ == "__main__":
    main()
