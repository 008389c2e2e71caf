import io
import os
from pathlib import Path

import pytest

from rag.errors import EmptyInput, InputError, UnreadableInput
from rag.ingest import sources
from rag.ingest.sources import Source, find, read_stdin


def write(path: Path, data: bytes = b"The council met.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(path: Path) -> list[str]:
    return [Path(found.name).name for found in find(path) if isinstance(found, Source)]


def only_error(path: Path) -> InputError:
    (error,) = find(path)
    assert isinstance(error, InputError)
    return error


def test_a_file_is_found_with_its_format_and_its_bytes(tmp_path: Path) -> None:
    path = write(tmp_path / "Report.MARKDOWN", b"# Hello")

    assert list(find(path)) == [Source(str(path), ".md", b"# Hello")]


def test_a_folder_is_searched_in_sorted_order_whatever_the_order_of_creation(tmp_path: Path) -> None:
    for name in ("b.txt", "later/z.pdf", "later/c.ndjson", "a.htm"):
        write(tmp_path / name)

    assert names(tmp_path) == ["a.htm", "b.txt", "c.ndjson", "z.pdf"]


def test_other_and_hidden_files_of_a_folder_are_passed_over_in_silence(tmp_path: Path) -> None:
    for name in ("a.txt", "manifest.toml", "photo.jpg", ".hidden.txt", ".git/notes.txt", "no_suffix"):
        write(tmp_path / name)

    assert [str(found) for found in find(tmp_path) if isinstance(found, InputError)] == []
    assert names(tmp_path) == ["a.txt"]


def test_links_to_folders_are_not_followed_so_a_loop_ends(tmp_path: Path) -> None:
    write(tmp_path / "news" / "a.txt")
    (tmp_path / "news" / "loop").symlink_to(tmp_path / "news")

    assert names(tmp_path) == ["a.txt"]


def test_a_broken_link_is_an_error_and_the_files_after_it_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    write(tmp_path / "b.txt")

    error, found = find(tmp_path)

    assert isinstance(error, UnreadableInput)
    assert "a.txt" in error.what
    assert isinstance(found, Source)


def test_a_missing_file_is_named_with_a_fix(tmp_path: Path) -> None:
    error = only_error(tmp_path / "gone.txt")

    assert isinstance(error, UnreadableInput)
    assert "gone.txt" in error.what
    assert error.fix == "Check the spelling of the path."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_an_error_and_its_siblings_go_on(tmp_path: Path) -> None:
    write(tmp_path / "closed" / "a.txt").parent.chmod(0)
    write(tmp_path / "open" / "b.txt")
    try:
        found = list(find(tmp_path))
    finally:
        (tmp_path / "closed").chmod(0o700)

    assert [type(one) for one in found] == [UnreadableInput, Source]


def test_a_file_without_permission_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(self: Path, _: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    path = write(tmp_path / "secret.txt")
    monkeypatch.setattr(Path, "open", deny)

    error = only_error(path)

    assert "secret.txt can't be read: Permission denied." in error.what
    assert "may read" in error.fix


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert "not a regular file" in only_error(tmp_path / "pipe.txt").what


def test_a_file_over_the_limit_is_refused_without_being_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 10)

    assert "larger" in only_error(write(tmp_path / "big.txt", b"x" * 11)).what
    assert names(write(tmp_path / "fits.txt", b"x" * 10)) == ["fits.txt"]


def test_a_huge_sparse_file_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10**12)

    assert "50 MB" in only_error(path).what


def test_an_empty_file_and_a_folder_without_articles_say_so(tmp_path: Path) -> None:
    assert isinstance(only_error(write(tmp_path / "folder" / "empty.txt", b" \n")), EmptyInput)
    assert isinstance(only_error(write(tmp_path / "pictures" / "a.png").parent), EmptyInput)


def test_a_name_that_is_not_text_can_still_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(b"The council met.")

    (found,) = find(tmp_path)

    assert isinstance(found, Source)
    assert found.name.encode().endswith(rb"caf\xe9.txt")


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"The council met.", ".txt"),
        (b"[London] The council met.", ".txt"),
        (b"--- a rule, then words", ".txt"),
        (b"%PDF-1.7 ...", ".pdf"),
        (b"\n<!DOCTYPE HTML><html>", ".html"),
        (b'[ {"text": "..."}]', ".json"),
        (b'{"text": "..."}\n{"text": "..."}', ".json"),
        (b"---\ntitle: A\n---\nThe council met.", ".md"),
    ],
)
def test_standard_input_is_known_by_how_it_begins(data: bytes, suffix: str) -> None:
    assert read_stdin(io.BytesIO(data)) == Source("standard input", suffix, data)


def test_a_file_of_unknown_format_that_is_named_is_tried(tmp_path: Path) -> None:
    found = [next(find(write(tmp_path / name))) for name in ("README", "story.article")]

    assert [one.suffix for one in found if isinstance(one, Source)] == [".txt", ".txt"]


def test_standard_input_that_is_empty_or_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EmptyInput, match="standard input is empty"):
        read_stdin(io.BytesIO(b"\n"))
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    with pytest.raises(UnreadableInput, match="standard input is larger"):
        read_stdin(io.BytesIO(b"x" * 11))
