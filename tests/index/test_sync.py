from __future__ import annotations

from tests.index.samples import BUDGET, STORM, Index, article


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
