from __future__ import annotations

import shutil
from datetime import date

import pytest

from rag.errors import EmbedderMismatch, IndexCorrupt, LibraryError
from rag.index import sync
from rag.index.articles import Change
from rag.index.vectors import VectorIndex
from tests.index.samples import BUDGET, DIMENSION, FINGERPRINT, STORM, Index, article, ask, embed, key, put


def test_what_is_put_is_found_by_words_and_by_vector(index: Index) -> None:
    passages = index.put(article("a1", BUDGET))
    assert index.by_words("flood walls") == [passages[1].id]
    assert index.by_vector(passages[2].text)[0] == passages[2].id


def test_what_is_removed_is_found_by_neither(index: Index) -> None:
    gone = index.put(article("a1", BUDGET))
    index.put(article("a2", STORM))
    index.remove("a1")
    for passage in gone:
        assert passage.id not in index.by_words(BUDGET)
        assert passage.id not in index.by_vector(passage.text)
    again = index.reopened()
    assert set(again.by_vector(gone[0].text)) == {"a2-1-0", "a2-1-1", "a2-1-2"}
    again.close()


def test_old_versions_are_found_by_neither(index: Index) -> None:
    old = index.put(article("a1", BUDGET))
    new = index.put(article("a1", STORM, version=2))
    assert set(index.by_vector(old[0].text)) == {p.id for p in new}
    assert index.by_words("council") == []


def test_a_corrected_date_reaches_the_index(index: Index) -> None:
    index.put(article("a1", BUDGET, day=None))
    index.put(article("a1", BUDGET, day=date(2025, 3, 1)))
    march = ask("x", since=date(2025, 3, 1), until=date(2025, 3, 1))
    assert len(index.vectors.search(embed(["x"])[0], 10, march)) == 3


def test_changes_wait_for_the_next_sync_and_are_carried_once(index: Index) -> None:
    put(index.store, article("a1", BUDGET))
    put(index.store, article("a2", STORM))
    index.store.remove("a1")
    assert index.vectors.count() == 0
    again = index.reopened()
    assert again.vectors.ids() == {"a2-1-0", "a2-1-1", "a2-1-2"}
    assert again.sync() == 0
    again.close()


def test_carrying_a_change_twice_does_no_harm(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(numbers: list[int]) -> None:
        raise KeyboardInterrupt(numbers)

    put(index.store, article("a1", BUDGET))
    with monkeypatch.context() as patch:
        patch.setattr(index.store, "done", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index.sync()
    assert index.sync() == 3
    assert index.vectors.count() == 3


def test_a_change_made_while_carrying_is_not_swallowed(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    upsert = index.vectors.upsert

    def remove_meanwhile(*args: object) -> None:
        upsert(*args)  # type: ignore[arg-type]
        index.store.remove("a1")

    put(index.store, article("a1", BUDGET))
    with monkeypatch.context() as patch:
        patch.setattr(index.vectors, "upsert", remove_meanwhile)
        index.sync()
    assert index.vectors.count() == 0


def test_progress_counts_every_passage(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "_BATCH", 2)
    put(index.store, article("a1", BUDGET))
    heard: list[int] = []
    assert sync.sync(index.store, index.vectors, FINGERPRINT, heard.append) == 3
    assert heard == [2, 1]


def test_a_passage_without_a_vector_of_this_embedder_is_refused(index: Index) -> None:
    put(index.store, article("a1", BUDGET))
    with pytest.raises(EmbedderMismatch, match=r"3 passages .* no vector of other.*rag reindex"):
        sync.sync(index.store, index.vectors, "other")


def test_a_missing_index_is_refused_and_rebuilt_without_embedding(index: Index) -> None:
    passages = index.put(article("a1", BUDGET))
    index.vectors.close()
    shutil.rmtree(index.vectors.folder)
    with pytest.raises(IndexCorrupt, match="rag reindex"):
        index.reopened()
    again = Index(index.folder)
    assert sync.rebuild(again.store, again.vectors, FINGERPRINT) == 3
    again = again.reopened()
    assert again.by_vector(passages[0].text)[0] == passages[0].id
    again.close()


def test_an_index_that_lost_its_graph_is_refused(index: Index) -> None:
    """Chroma lists such ids still; searches would only miss them."""
    texts = [f"Sentence {n} of the council." for n in range(1_100)]
    passages = index.put(article("a1", " ".join(texts)))
    index.vectors.search(embed(["x"])[0], 1, ask("x"))
    index.vectors.close()
    graphs = [path for path in index.vectors.folder.iterdir() if path.is_dir()]
    assert graphs
    for graph in graphs:
        shutil.rmtree(graph)
    with pytest.raises(IndexCorrupt, match="rag reindex"):
        index.reopened()
    again = Index(index.folder)
    sync.rebuild(again.store, again.vectors, FINGERPRINT)
    again = again.reopened()
    assert again.vectors.ids() == {p.id for p in passages}
    again.close()


def test_an_altered_vector_is_refused(index: Index) -> None:
    index.put(article("a1", BUDGET))
    record = next(change.record for change in _announced(index) if change.record)
    index.vectors.upsert(["a1-1-1"], embed(["something else"]), [record])
    with pytest.raises(IndexCorrupt, match="altered"):
        index.reopened()


def _announced(index: Index) -> list[Change]:
    index.store.announce_all("note", "x")
    changes = index.store.pending(10)
    index.store.done([change.number for change in changes])
    return changes


def test_another_embedder_takes_over_by_a_rebuild(index: Index) -> None:
    passages = index.put(article("a1", BUDGET))
    index.vectors.close()
    other = VectorIndex(index.folder, None, name="passages", fingerprint="new", dimension=DIMENSION + 1)
    with pytest.raises(EmbedderMismatch):
        sync.check(index.store, other, "new")
    assert index.store.unembedded("new") == [p.id for p in passages]
    texts = [p.text for p in passages]
    index.store.put_vectors([key(text) for text in texts], "new", embed(texts, DIMENSION + 1))
    sync.rebuild(index.store, other, "new")
    sync.check(index.store, other, "new")
    assert other.search(embed([texts[1]], DIMENSION + 1)[0], 1, ask("x"))[0][0] == passages[1].id
    other.close()


def test_an_interrupted_rebuild_is_finished_by_the_next_opening(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.put(article("a1", BUDGET))
    index.vectors.upsert(["stray"], embed(["stray"]), [next(c.record for c in _announced(index) if c.record)])

    def unreachable() -> None:
        raise LibraryError("gone", "")

    with monkeypatch.context() as patch:
        patch.setattr(index.vectors, "reset", unreachable)
        with pytest.raises(LibraryError):
            sync.rebuild(index.store, index.vectors, FINGERPRINT)
    again = index.reopened()
    assert again.vectors.ids() == {"a1-1-0", "a1-1-1", "a1-1-2"}
    again.close()


def test_an_empty_library_is_whole(index: Index) -> None:
    assert index.by_words("x") == []
    assert index.by_vector("x") == []
    assert sync.rebuild(index.store, index.vectors, FINGERPRINT) == 0
