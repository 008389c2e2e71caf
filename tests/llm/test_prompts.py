"""Prompt files: their variables, their versions, and what is wrong with a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import PromptError
from rag.llm import prompts

GOOD = "# System\n\nRead $reply for $$3.\n\n# User\n\n$reply\n"


def written(folder: Path, text: str) -> Path:
    (folder / "repair.md").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("name", prompts.VARIABLES)
def test_every_prompt_of_the_package_can_be_filled_in(name: str) -> None:
    rendered = prompts.load(name).render(**{one: f"<{one}>" for one in prompts.VARIABLES[name]})
    text = "\n".join(said for _, said in rendered.messages)
    assert [role for role, _ in rendered.messages] == ["system", "user"]
    assert all(f"<{one}>" in text for one in prompts.VARIABLES[name])


def test_what_is_filled_in_is_not_filled_in_again(tmp_path: Path) -> None:
    prompt = prompts.load("repair", written(tmp_path, GOOD))
    assert prompt.render(reply="$reply $x").messages == (("system", "Read $reply $x for $3."), ("user", "$reply $x"))


def test_the_version_follows_from_the_content(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder, text in zip(folders, (GOOD, GOOD, GOOD + " "), strict=True):
        folder.mkdir()
        written(folder, text)
    one, same, other = (prompts.load("repair", folder).version for folder in folders)
    assert one == same != other


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# System\n\nRead.\n\n# User\n\nGo.\n", r"lacks the variable \$reply"),
        (GOOD + "$colour", r"unknown variable \$colour"),
        (GOOD + "$ 3", "names no variable"),
        ("# System\n\n$reply\n", "lacks a part"),
        ("", "lacks a part"),
    ],
)
def test_a_broken_prompt_names_the_file_and_what_is_wrong(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=said) as failed:
        prompts.load("repair", written(tmp_path, text))
    assert str(tmp_path / "repair.md") in failed.value.what
    assert failed.value.fix


def test_a_missing_prompt_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=r"repair\.md can't be read"):
        prompts.load("repair", tmp_path)
