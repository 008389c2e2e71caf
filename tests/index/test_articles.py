from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from rag.errors import LibraryCorrupt, LibraryTooNew, NotFound, StorageFull
from rag.index.articles import ArticleStore
from rag.index.lexical import LexicalIndex
from rag.models import Article, Stamp
from tests.index.samples import BUDGET, DIMENSION, FINGERPRINT, STORM, article, ask, embed, key, passages_of, put


def test_an_article_comes_back_as_it_was_put(store: ArticleStore) -> None:
    given = Article(
        id="a1",
        title="Flood walls \N{EM DASH} “at last”",
        text="Ünïcode 🌊 text.",
        source="gazette",
        url="https://news.example/a1",
        authors=("Ada Lön", "B. Ng"),
        language="en",
        published_at=Stamp(datetime(2025, 3, 9, 7, 30, tzinfo=UTC), "front matter"),
        updated_at=Stamp(datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), "json field 'updated'"),
        ingested_at=Stamp(datetime(2025, 3, 10, tzinfo=UTC), "clock"),
        version=1,
    )
    put(store, given)
    assert store.get("a1") == given
    assert store.content_hash("a1") == key(given.text)


def test_unknown_fields_stay_unknown(store: ArticleStore) -> None:
    given = Article("a1", "Title", "Text.")
    put(store, given)
    assert store.get("a1") == given


def test_it_is_all_there_after_opening_again(tmp_path: Path) -> None:
    store = ArticleStore(tmp_path)
    passages = put(store, article("a1", BUDGET))
    store.set_meta("embedder", "letters")
    store.close()
    again = ArticleStore(tmp_path)
    assert again.get("a1").text == BUDGET
    assert again.passages_of("a1") == passages
    assert again.meta("embedder") == "letters"
    assert again.vectors([key(passages[0].text)], FINGERPRINT)
    again.close()


def test_passages_come_in_the_order_asked_for(store: ArticleStore) -> None:
    passages = put(store, article("a1", BUDGET)) + put(store, article("a2", STORM))
    asked = [passages[4], passages[0], passages[5], passages[2]]
    assert store.passages([p.id for p in asked]) == asked
    assert all(store.get(p.article_id).text[p.start : p.end] == p.text for p in asked)


def test_passages_that_are_gone_are_left_out(store: ArticleStore) -> None:
    first, *_ = put(store, article("a1", BUDGET))
    gone, *_ = put(store, article("a2", STORM))
    store.remove("a2")
    assert store.passages([gone.id, first.id, "never"]) == [first]


def test_a_new_version_replaces_the_passages_and_keeps_the_old_text(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    new = article("a1", BUDGET.replace("12", "21"), title="Corrected", version=2)
    passages = put(store, new)
    assert store.get("a1") == new
    assert store.get("a1", version=1).text == BUDGET
    assert store.passages_of("a1") == passages
    assert store.count() == 1
    lexical = LexicalIndex(store)
    assert lexical.search(ask("12"), 5) == []
    assert [i for i, _ in lexical.search(ask("21"), 5)] == [passages[1].id]


def test_putting_the_same_version_again_changes_its_fields_and_doubles_nothing(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET, day=None))
    passages = put(store, article("a1", BUDGET, day=date(2025, 3, 1)))
    assert store.get("a1").published_at == Stamp.of(date(2025, 3, 1), "test")
    assert store.passages_of("a1") == passages
    assert len(LexicalIndex(store).search(ask("council"), 5)) == 1


def test_a_removed_article_leaves_nothing_behind(store: ArticleStore) -> None:
    put(store, article("a1", BUDGET))
    passages = put(store, article("a1", BUDGET + " It ended late.", version=2))
    store.remove("a1")
    with store.reading() as db:
        left = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("articles", "passages", "vectors")}  # noqa: S608
    assert left == {"articles": 0, "passages": 0, "vectors": 0}
    assert LexicalIndex(store).search(ask(BUDGET), 5) == []
    assert store.vectors([key(p.text) for p in passages], FINGERPRINT) == {}
    with pytest.raises(NotFound, match="'a1'"):
        store.get("a1")


def test_a_vector_that_another_article_uses_survives_a_removal(store: ArticleStore) -> None:
    shared, own = "The same agency sentence.", "One of its own."
    put(store, article("a1", f"{shared} {own}"))
    put(store, article("a2", shared))
    store.remove("a1")
    assert store.vectors([key(shared), key(own)], FINGERPRINT).keys() == {key(shared)}


def test_unknown_ids_are_reported_with_the_way_to_find_known_ones(store: ArticleStore) -> None:
    for call in (store.get, store.remove, store.find):
        with pytest.raises(NotFound, match=r"nowhere.*rag list"):
            call("nowhere")
    put(store, article("a1", BUDGET))
    with pytest.raises(NotFound, match="version 7"):
        store.get("a1", version=7)


def test_a_unique_beginning_of_an_id_is_enough(store: ArticleStore) -> None:
    for article_id in ("abc1", "abd2", "ab", "x%y"):
        put(store, article(article_id, BUDGET))
    assert store.find("abc").id == "abc1"
    assert store.find("ab").id == "ab"
    assert store.find("x%").id == "x%y"
    with pytest.raises(NotFound, match=r"More than one.*ab, abc1, abd2"):
        store.find("a")


def test_articles_are_listed_newest_first_and_undated_ones_last(store: ArticleStore) -> None:
    put(store, article("old", BUDGET, day=date(2025, 3, 1)))
    put(store, article("undated", BUDGET, day=None))
    put(store, article("new", BUDGET, day=date(2025, 3, 9), source="herald"))
    assert [a.id for a in store.newest()] == ["new", "old", "undated"]
    assert [a.id for a in store.newest(limit=1, offset=1)] == ["old"]
    assert [a.id for a in store.newest(sources=["herald", "other"])] == ["new"]
    assert [a.id for a in store.newest(since=date(2025, 3, 1), until=date(2025, 3, 1))] == ["old"]
    assert [a.id for a in store.newest(until=date(2025, 3, 9))] == ["new", "old"]


def test_vectors_are_kept_apart_by_embedder(store: ArticleStore) -> None:
    vectors = embed(["one", "two"])
    store.put_vectors(["k1", "k2"], FINGERPRINT, vectors)
    store.put_vectors(["k1"], "other", vectors[1:])
    mine = store.vectors(["k2", "k1", "k3"], FINGERPRINT)
    assert mine.keys() == {"k1", "k2"}
    assert np.array_equal(mine["k1"], vectors[0])
    assert mine["k1"].shape == (DIMENSION,)
    assert np.array_equal(store.vectors(["k1"], "other")["k1"], vectors[1])


def test_passages_without_a_vector_are_known(store: ArticleStore) -> None:
    passages = put(store, article("a1", BUDGET))
    assert store.unembedded(FINGERPRINT) == []
    assert store.unembedded("new-model") == [p.id for p in passages]
    store.put_vectors([key(passages[0].text)], "new-model", embed(["x"]))
    assert store.unembedded("new-model") == [p.id for p in passages[1:]]


def test_a_failed_put_changes_nothing(store: ArticleStore) -> None:
    before = put(store, article("a1", BUDGET))
    new = article("a1", STORM, version=2)
    broken = [*passages_of(new), before[0]]
    broken[-1] = passages_of(new)[0]
    with pytest.raises(Exception, match="UNIQUE"):
        store.put(new, "hash", broken, [key(p.text) for p in broken])
    assert store.get("a1").text == BUDGET
    assert store.passages_of("a1") == before
    assert LexicalIndex(store).search(ask("storm harbour"), 5) == []
    assert LexicalIndex(store).search(ask("council"), 5)


def test_a_newer_library_is_refused(tmp_path: Path) -> None:
    store = ArticleStore(tmp_path)
    with store.reading() as db:
        db.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(LibraryTooNew, match=r"format 99.*Upgrade"):
        ArticleStore(tmp_path)


@pytest.mark.parametrize("content", [b"not a database at all, " * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.db").write_bytes(content)
    with pytest.raises(LibraryCorrupt, match=r"library.db.*damaged"):
        ArticleStore(tmp_path)


def test_a_damaged_page_is_reported_as_damage(tmp_path: Path) -> None:
    store = ArticleStore(tmp_path)
    for n in range(40):
        put(store, article(f"a{n}", BUDGET))
    store.close()
    path = tmp_path / "library.db"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(LibraryCorrupt, match="damaged"):
        ArticleStore(tmp_path).newest()


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    other = sqlite3.connect(tmp_path / "library.db")
    other.execute("CREATE TABLE things (x)")
    other.close()
    before = (tmp_path / "library.db").read_bytes()
    with pytest.raises(LibraryCorrupt, match="not a library"):
        ArticleStore(tmp_path)
    assert (tmp_path / "library.db").read_bytes() == before


def test_a_folder_that_cant_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFull, match="can't be created"):
        ArticleStore(tmp_path / "file" / "library")


def test_articles_are_found_by_words_of_their_title_source_and_text(store: ArticleStore) -> None:
    for number, (title, source, text) in enumerate(
        [
            ("Ferry strike ends", "Harbour Post", "Crews of 50% of the boats went back."),
            ("Museum opens", "Northgate Wire", "Ann O’Roe cut a ribbon."),
        ]
    ):
        put(store, article(f"a{number}", text, title=title, source=source))

    def found(words: str) -> list[str]:
        titles = [one.title for one in store.newest(words=words)]
        assert store.count(words=words) == len(titles)
        return titles

    assert found("erry str") == found("harbour") == found("boat crew") == found("50%") == ["Ferry strike ends"]
    assert found("o’roe") == found("RIBBON") == ["Museum opens"]
    assert found("ferry ribbon") == found("%") == found("_") == found('"') == found("* OR NEAR(") == []
    assert len(found("")) == 2


def test_sources_are_counted_the_most_frequent_first(store: ArticleStore) -> None:
    for number, source in enumerate(["Wire", None, "Post", "Wire"]):
        put(store, article(f"a{number}", "Ann won.", source=source))

    assert store.sources() == [("Wire", 2), (None, 1), ("Post", 1)]
