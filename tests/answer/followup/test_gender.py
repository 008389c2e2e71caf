from __future__ import annotations

import pytest

from rag.answer.followup.gender import Gender, of_person


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mr Ardal Venn spoke.", Gender.HE),
        ("Dame Ardal Venn spoke.", Gender.SHE),
        ("Ardal Venn resigned. She had led the port for years.", Gender.SHE),
        ("Ardal Venn, the spokesman, was silent.", Gender.HE),
        ("Ardal Venn met Ms Lind. She was pleased.", None),
        ("Ardal Venn met Bo Lind. He was pleased.", None),
        ("Ardal Venn resigned.\n\nShe was a singer, and so is her son.", None),
        ("The minister spoke.", None),
        ("Mr Venn spoke to reporters. Ms Venn did not.", None),
    ],
)
def test_articles_tell_whether_someone_is_he_or_she(text: str, gender: Gender | None) -> None:
    assert of_person("Ardal Venn", [text]) is gender


def test_several_articles_are_weighed() -> None:
    texts = ["Venn left. She was tired.", "Ms Venn was asked.", "Venn met him."]
    assert of_person("Ardal Venn", texts) is Gender.SHE
