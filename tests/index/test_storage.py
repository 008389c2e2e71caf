"""A full disk: reported as such, and nothing that was stored before is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import StorageFull
from rag.index.articles import ArticleStore
from tests.index.samples import BUDGET, FINGERPRINT, Index, article, ask, embed, key, passages_of, put

# Puts articles until no file may grow any further, one line for each that was reported as stored.
FILL = """
import pathlib, resource, sys
from rag.errors import StorageFull
from tests.index.samples import BUDGET, Index, article
index = Index(pathlib.Path(sys.argv[1])).open()
index.vectors.count()
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for n in range(100_000):
    try:
        index.put(article(f"a{n}", BUDGET.replace("12", str(n))))
    except StorageFull as error:
        print("FULL", error, flush=True)
        break
    print(f"a{n}", flush=True)
try:
    index.put(article("again", BUDGET))
except StorageFull:
    print("STILL FULL", flush=True)
print(len(index.store.newest()), flush=True)
"""


@pytest.mark.parametrize("limit", [280_000, 600_000])
def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path, limit: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FILL, tmp_path, str(limit)], capture_output=True, text=True, timeout=120, check=False
    )
    *stored, full, still, count = run.stdout.splitlines()
    assert "Free some space" in full, run.stderr
    assert still == "STILL FULL"
    assert int(count) >= len(stored) > 0
    index = Index(tmp_path).open()
    for article_id in stored:
        n = article_id.removeprefix("a")
        text = BUDGET.replace("12", n)
        assert index.store.get(article_id).text == text
        assert f"{article_id}-1-1" in index.by_words(n)
        assert f"{article_id}-1-1" in index.by_vector(passages_of(article(article_id, text))[1].text)
    index.put(article("later", BUDGET))
    index.close()


def test_a_put_that_doesnt_fit_changes_nothing(store: ArticleStore) -> None:
    before = put(store, article("a1", BUDGET))
    with store.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 2}")
    large = article("a1", BUDGET * 2_000, version=2)
    passages = passages_of(large)
    with pytest.raises(StorageFull, match=r"library\.db can't be written.*Free some space"):
        store.put(large, "hash", passages, [key(p.text) for p in passages])
    with pytest.raises(StorageFull):
        store.put_vectors([str(n) for n in range(200)], FINGERPRINT, embed([str(n) for n in range(200)]))
    assert store.get("a1").text == BUDGET
    assert store.passages_of("a1") == before
    assert store.vectors(["1"], FINGERPRINT) == {}
    with store.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    put(store, article("a2", BUDGET))
    assert [a.id for a in store.newest()] == ["a1", "a2"]


def test_a_query_on_a_full_disk_still_answers(store: ArticleStore) -> None:
    from rag.index.lexical import LexicalIndex

    put(store, article("a1", BUDGET))
    with store.reading() as db:
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
    assert LexicalIndex(store).search(ask("council"), 5)
