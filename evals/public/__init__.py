"""Public sets as suites. No text of theirs is in the project: bring your own copies (see ``evals.benchmarks``)."""

from __future__ import annotations

from evals.suite import Loaded, Suite


def _realtimeqa(limit: int | None) -> Loaded:
    from evals.public.realtimeqa import load

    return load(limit)


def _multihop_rag(limit: int | None) -> Loaded:
    from evals.public.multihop_rag import load

    return load(limit)


def _squad2(limit: int | None) -> Loaded:
    from evals.public.squad2 import load

    return load(limit)


def _mtrag(limit: int | None) -> Loaded:
    from evals.public.mtrag import load

    return load(limit)


def _qags(limit: int | None) -> Loaded:
    from evals.public.qags import load

    return load(limit)


def _bipia(limit: int | None) -> Loaded:
    from evals.public.bipia import load

    return load(limit)


def _notinject(limit: int | None) -> Loaded:
    from evals.public.notinject import load

    return load(limit)


SUITES = (
    Suite("realtimeqa", "RealTime QA: a news quiz over 1,516 articles", _realtimeqa),
    Suite("multihop-rag", "MultiHop-RAG: questions that need several facts of several articles", _multihop_rag),
    Suite("squad2-sample", "SQuAD 2.0: questions to a paragraph, half of which it doesn't answer", _squad2),
    Suite("mtrag-un", "MTRAG-UN: the next turn of a conversation, answerable or not (not news)", _mtrag),
    Suite("qags-cnndm", "QAGS: sentences of summaries, for the support model alone", _qags),
    Suite("bipia", "BIPIA: sample articles with an instruction planted in them", _bipia),
    Suite("notinject", "NotInject: harmless words that look like an attack", _notinject),
)
