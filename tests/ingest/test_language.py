import pytest

from rag.ingest.language import guess


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who attended the meeting?", "en"),
        ("What did the minister say about La Repubblica?", "en"),
        ("Wer hat an dem Treffen teilgenommen?", "de"),
        ("Qu’a dit le ministre ?", "fr"),
        ("¿Quién asistió a la reunión?", "es"),
        ("Chi ha partecipato alla riunione?", "it"),
        ("Wie was bij de vergadering aanwezig?", "nl"),
        ("O que disse o ministro?", "pt"),
    ],
)
def test_short_questions_are_told_apart(text: str, language: str) -> None:
    assert guess(text) == language


@pytest.mark.parametrize("text", ["", "Brexit?", "1 2 3", "Was Die Zeit fined?", "El Niño", "Кто был на встрече?"])
def test_it_says_none_when_unsure(text: str) -> None:
    assert guess(text) is None
