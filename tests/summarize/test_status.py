"""A planned event stays planned, and a denied one denied."""

from __future__ import annotations

import pytest

from rag.answer.syntax import Syntax
from rag.models import EventStatus
from rag.summarize.claims import status_of
from tests.summarize.samples import sentence


@pytest.mark.parametrize(
    "text",
    [
        "Two ministers are set to meet Ms Lund on Tuesday.",
        "ALDMOUTH, May 8 (CPU) - Polls are expected to open at 7 a.m. on Sunday.",
        "A second round is planned for April in Aldersund.",
        "The decision is due at 2 pm on Wednesday.",
        "The bank expects the economy to grow by 1.1 per cent in 2026.",
        "The agency said it would publish the list on Saturday.",
        "The islands will open trade talks on Thursday, the two governments said in a statement.",
        "The group is planning to bid for the shipyard, three people said on Monday.",
    ],
)
def test_what_lies_ahead_is_planned(text: str, syntax: Syntax) -> None:
    assert status_of(sentence(text), syntax) is EventStatus.PLANNED


@pytest.mark.parametrize(
    "text",
    [
        "The river flooded the town on Sunday.",
        "Officials said that the river had flooded the town.",
        "HALVERN – Ostrania agreed on Thursday with Veldmark.",
    ],
)
def test_what_took_place_happened(text: str, syntax: Syntax) -> None:
    assert status_of(sentence(text), syntax) is EventStatus.HAPPENED


@pytest.mark.parametrize(
    "text",
    [
        "The summit has been cancelled, President Ferrant said on Tuesday.",
        "Mr Ashgrove denied that he had been to the hotel.",
        "The Prime Minister did not come.",
    ],
)
def test_what_did_not_take_place_is_denied(text: str, syntax: Syntax) -> None:
    assert status_of(sentence(text), syntax) is EventStatus.DENIED
