"""Conversations with a real library: read by the turns before, kept once answered, and looked after by `rag chat`."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rag import Library
from rag.cli import app
from rag.conversation import HISTORY
from rag.errors import BadQuestion, NotFound
from rag.index.conversations import ConversationStore
from rag.models import Answer, Stage, Status, Turn
from tests.programs import HEARS_INTERRUPTS

ASKED = date(2026, 2, 21)
WHO = "Who met at the Corn Exchange in Pellam?"

pytestmark = pytest.mark.usefixtures("lent_models")


@pytest.fixture
def folder(news: Path, tmp_path: Path) -> Path:
    """A library that a test may change."""
    return shutil.copytree(news, tmp_path / "library")


@pytest.fixture
def library(folder: Path, models: Library) -> Iterator[Library]:
    with Library.open(folder, beside=models) as library:
        yield library


# From Python


def test_a_question_is_read_by_those_before_it_also_after_opening_again(folder: Path, models: Library) -> None:
    with Library.open(folder, beside=models) as library:
        chat = library.chat()
        assert (chat.title, chat.turns) == ("", ())
        first = chat.ask(WHO, asked=ASKED)
        assert "Nora Teal" in first.text
    with Library.open(folder, beside=models) as library:
        chat = library.chat(chat.id[:6])
        assert chat.title == WHO
        assert chat.turns == (Turn(WHO, first, ASKED),)
        second = chat.ask("And when?", asked=ASKED)
        assert second.read_as == f"{WHO} And when?"
        assert second.status is Status.ANSWERED
        assert [turn.answer for turn in library.chat(chat.id).turns] == [first, second]


def test_only_what_was_answered_is_kept(library: Library) -> None:
    chat = library.chat()
    assert library.conversations() == []
    with pytest.raises(NotFound):
        library.chat(chat.id)
    with pytest.raises(BadQuestion):
        chat.ask("?")
    assert library.conversations() == []
    refused = chat.ask("Who won the football match in Toronto?", asked=ASKED)
    assert refused.status is Status.NOT_IN_ARTICLES
    assert [one.id for one in library.conversations()] == [chat.id]


def test_a_streamed_turn_is_kept_with_its_answer_and_not_before(library: Library) -> None:
    chat = library.chat()
    events = chat.stream(WHO, asked=ASKED)
    assert isinstance(next(events), Stage)
    events.close()  # type: ignore[attr-defined]
    assert (library.conversations(), chat.turns) == ([], ())
    for event in chat.stream(WHO, asked=ASKED):
        if isinstance(event, Answer):  # whoever stops listening now has had the answer
            break
        assert library.conversations() == []
    assert [turn.answer for turn in library.chat(chat.id).turns] == [event]


def test_the_newest_turns_are_read_and_all_are_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tuple(Turn(f"Question {n}?", Answer("", Status.ANSWERED, f"{n}", (), None, (), "")) for n in range(25))
    ConversationStore(library.store).start("c1", old)
    read: list[Turn] = []
    ask = library.ask

    def asking(question: str, **options: object) -> Answer:
        read[:] = options["history"]  # type: ignore[call-overload]
        return ask(question, asked=ASKED)

    monkeypatch.setattr(library, "ask", asking)
    chat = library.chat("c1")
    chat.ask(WHO)
    assert tuple(read) == old[-HISTORY:]
    assert len(library.chat("c1").turns) == 26


def test_a_full_disk_costs_no_answer_and_the_turn_is_kept_when_there_is_room(library: Library) -> None:
    chat = library.chat()
    with library.store.reading() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")
    answers = []
    for _ in range(60):  # until what was free inside the file is used up
        answers.append(chat.ask(WHO, asked=ASKED))
        if answers[-1].note:
            break
    assert "could not be stored" in (answers[-1].note or "")
    assert "Free some space" in (answers[-1].note or "")
    assert "Nora Teal" in answers[-1].text
    assert len(chat.turns) == len(answers)
    assert sum(one.turns for one in library.conversations()) == len(answers) - 1
    with library.store.reading() as db:
        db.execute("PRAGMA max_page_count = 1000000")
    assert chat.ask("And when?", asked=ASKED).note is None
    assert library.chat(chat.id).turns == chat.turns
    assert len(chat.turns) == len(answers) + 1


def test_a_conversation_that_was_deleted_meanwhile_doesnt_come_back(library: Library) -> None:
    chat = library.chat()
    chat.ask(WHO, asked=ASKED)
    assert library.forget(chat.id[:8]).title == WHO
    with pytest.raises(NotFound, match="rag chat list"):
        chat.ask("And when?", asked=ASKED)
    assert library.conversations() == []


def test_conversations_at_once_dont_mix(library: Library) -> None:
    questions = {WHO: "Nora Teal", "Who is due to open the cider museum in Quarrey?": ""}
    chats = {library.chat(): question for question in questions for _ in range(2)}

    def talk(chat_of: object) -> None:
        chat = next(one for one in chats if one is chat_of)
        chat.ask(chats[chat], asked=ASKED)
        chat.ask("And when?", asked=ASKED)

    threads = [threading.Thread(target=talk, args=(chat,)) for chat in chats]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(library.conversations()) == len(chats)
    for chat, question in chats.items():
        stored = library.chat(chat.id)
        assert stored.turns == chat.turns
        assert [turn.question for turn in stored.turns] == [question, "And when?"]
        alone = library.ask("And when?", asked=ASKED, history=stored.turns[:1])
        assert (stored.turns[1].answer.read_as, stored.turns[1].answer.text) == (alone.read_as, alone.text)


KILLED = """
import os, signal, sys
from datetime import date
from rag import Library
chat = Library.open(sys.argv[1]).chat()
chat.ask(sys.argv[2], asked=date(2026, 2, 21))
print(chat.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_answer_that_was_given_is_kept_even_if_the_program_is_killed(folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, folder, WHO], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    with Library.open(folder) as library:
        (turn,) = library.chat(run.stdout.strip()).turns
        assert (turn.question, turn.asked) == (WHO, ASKED)


# The command


def rag(folder: Path, *arguments: str | Path, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["--library", str(folder), "chat", *map(str, arguments)], input=given)


def talked(folder: Path, *questions: str) -> str:
    """The id of a conversation of these questions."""
    result = rag(folder, "--asked", "2026-02-21", given="\n".join(questions))
    return result.stderr.rsplit(maxsplit=1)[-1]


def test_questions_from_a_pipe_are_answered_one_after_the_other(folder: Path) -> None:
    result = rag(folder, "--asked", "2026-02-21", given=f"{WHO}\n\n  And when?  \n")
    assert result.exit_code == 0
    first, second = result.stdout.split("> And when?\n")
    assert first.startswith(f"> {WHO}\n")
    assert "Nora Teal" in first
    assert "Harbour Gazette · 2026-02-12" in first
    assert f"Read as: {WHO} And when?" in " ".join(second.split())
    told = re.search(r"rag chat --resume ([0-9a-f]{12})", result.stderr)
    assert told
    shown = rag(folder, "show", told[1][:7])
    assert shown.stdout.count("Sources") == 2


@pytest.mark.parametrize("how", ["--last", "--resume"])
def test_a_conversation_is_gone_on_with(folder: Path, how: str) -> None:
    conversation_id = talked(folder, WHO)
    which = [how] if how == "--last" else [how, conversation_id[:8]]
    result = rag(folder, *which, "--asked", "2026-02-21", given="And when?\n")
    assert f"Read as: {WHO} And when?" in " ".join(result.stdout.split())
    assert conversation_id in result.stderr
    (listed,) = json.loads(rag(folder, "list", "--json").stdout)
    assert (listed["id"], listed["title"], listed["turns"]) == (conversation_id, WHO, 2)


def test_an_error_is_told_and_the_questions_go_on(folder: Path) -> None:
    result = rag(folder, "--asked", "2026-02-21", given=f"???\n{'long ' * 500}\n/what\n{WHO}\n".encode() + b"\xff\n")
    assert result.exit_code == 1
    assert "The question is empty" in result.stderr
    assert "the limit is 2,000" in result.stderr
    assert "'/what' is no command. Fix: /help" in result.stderr.replace("\n", " ")
    assert "Nora Teal" in result.stdout
    assert len(json.loads(rag(folder, "show", result.stderr.split()[-1], "--json").stdout)["turns"]) == 1


def test_what_is_typed_besides_questions_is_heeded(folder: Path) -> None:
    result = rag(
        folder, "--asked", "2026-02-21", given=f"/sources\n/help\n{WHO}\n/sources\n/new\n{WHO}\n/quit\nIgnored?\n"
    )
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing has been asked yet.\n/sources ")
    assert result.stdout.count("Sources\n[1]") == 3
    assert "Ignored" not in result.stdout
    assert len(rag(folder, "list").stdout.splitlines()) == 2
    assert [one["turns"] for one in json.loads(rag(folder, "list", "--json").stdout)] == [1, 1]


def test_filters_hold_for_every_question(folder: Path) -> None:
    result = rag(folder, "--asked", "2026-02-21", "--until", "2026-01-01", given=f"{WHO}\n{WHO}\n")
    assert result.stdout.count("The articles don’t say.") == 2


def test_conversations_are_listed_renamed_exported_and_deleted(folder: Path, tmp_path: Path) -> None:
    older = talked(folder, "Who won the football match in Toronto?")
    newer = talked(folder, WHO)
    lines = rag(folder, "list").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == [newer, older]
    assert lines[0].split("\t")[2:] == ["1", WHO]
    assert len(rag(folder, "list", "--limit", "1").stdout.splitlines()) == 1

    assert rag(folder, "rename", newer[:6], "The apple talks").stdout == f"renamed  {newer}  The apple talks\n"
    assert rag(folder, "rename", newer[:6], " ").exit_code == 2
    assert rag(folder, "export", newer).stdout.startswith(f"# The apple talks\n\n## {WHO}\n\nAsked on 2026-02-21.")
    written = tmp_path / "talks.json"
    assert rag(folder, "export", newer, "--format", "json", "-o", written).stdout == ""
    exported = json.loads(written.read_text(encoding="utf-8"))
    assert Answer.from_dict(exported["turns"][0]["answer"]).status is Status.ANSWERED
    assert exported == json.loads(rag(folder, "show", newer, "--json").stdout)
    failed = rag(folder, "export", newer, "-o", tmp_path / "no" / "folder.md")
    assert failed.exit_code == 1
    assert "can't be written: No such file or directory. Fix: Choose" in failed.stderr.replace("\n", " ")

    gone = rag(folder, "delete", older[:8], "nothing")
    assert gone.exit_code == 1
    assert gone.stdout.startswith(f"deleted  {older}")
    assert "'nothing'" in gone.stderr
    assert [line.split("\t")[0] for line in rag(folder, "list").stdout.splitlines()] == [newer]


@pytest.mark.parametrize(
    "arguments",
    [["show", "zz"], ["export", "zz"], ["rename", "zz", "x"], ["delete", "zz"], ["--resume", "zz"], ["--last"]],
    ids=" ".join,
)
def test_a_conversation_that_isnt_there_is_told_with_the_fix(news: Path, arguments: list[str]) -> None:
    result = rag(news, *arguments)
    assert result.exit_code == 1
    assert "Fix: " in result.stderr
    assert "rag chat" in result.stderr


def test_what_is_stored_is_there_whatever_is_set_for_the_language_model(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = talked(folder, WHO)
    monkeypatch.setenv("RAG_LLM", "nonsense")
    for arguments in (("list",), ("show", talk), ("export", talk), ("rename", talk, "Talks"), ("delete", talk)):
        assert rag(folder, *arguments).exit_code == 0
    assert rag(folder, given=WHO).exit_code == 2


def test_wrong_use_is_told(news: Path, tmp_path: Path) -> None:
    assert rag(news, "--resume", "a", "--last").exit_code == 2
    assert rag(news, "--since", "2026-02-02", "--until", "2026-02-01").exit_code == 2
    assert rag(tmp_path / "none").exit_code == 1


# In a terminal

SLOW = """
import fcntl, sys, termios, time
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # it is this terminal whose Ctrl-C is heard
from rag.library import Library
from rag.cli import main
ask = Library.ask
def slow(self, question, **options):
    answer = ask(self, question, **options)
    if "Corn" in question:
        print("<reading>", flush=True)
        time.sleep(60)
    return answer
Library.ask = slow
main()
"""


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, code: str, *arguments: str | Path) -> None:
        self._end, inside = pty.openpty()
        self.program = subprocess.Popen(
            [sys.executable, "-c", HEARS_INTERRUPTS + code, *arguments],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            env=os.environ | {"TERM": "xterm"},
        )
        os.close(inside)
        self._left = ""

    def until(self, expected: str, seconds: float = 30) -> str:
        """What is printed next, up to this; escape sequences left out."""
        end = time.monotonic() + seconds
        while expected not in self._left:
            assert time.monotonic() < end, self._left
            if select.select([self._end], [], [], 0.1)[0]:
                told = os.read(self._end, 65536).decode(errors="replace")
                self._left += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", told)
        told, _, self._left = self._left.partition(expected)
        return told

    def type(self, text: str) -> None:
        os.write(self._end, text.encode())

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self._end)


def test_in_a_terminal_ctrl_c_stops_an_answer_and_ctrl_d_ends(folder: Path) -> None:
    terminal = Terminal(SLOW, "--library", folder, "chat", "--asked", "2026-02-21")
    try:
        terminal.until("Ctrl-D ends.")
        terminal.until("> ")
        terminal.type(f"{WHO}\n")
        terminal.until("<reading>")
        terminal.type("\x03")
        terminal.until("Stopped.")
        terminal.until("> ")
        terminal.type("half a question")
        terminal.until("half a question")
        time.sleep(0.3)  # readline hears a signal only while it waits for a key
        terminal.type("\x03")
        terminal.until("> ")
        terminal.type("Who is due to open the cider museum in Quarrey?\n")
        terminal.until("(planned)")
        terminal.until("\n> ")
        terminal.type("\x04")
        terminal.until("rag chat --resume ")
        assert terminal.program.wait(timeout=30) == 0
    finally:
        terminal.close()
    (listed,) = json.loads(rag(folder, "list", "--json").stdout)
    assert (listed["turns"], listed["title"]) == (1, "Who is due to open the cider museum in Quarrey?")
