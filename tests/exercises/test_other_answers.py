"""Other answers than the notebooks': what is said of them, and that other right ones are right."""

import lessons
import pytest

OTHER = [row for lesson in lessons.ANSWERS for row in lesson.OTHER]
IDS = [f"{name}-{k}" for k, (name, *_) in enumerate(OTHER)]


@pytest.mark.parametrize("name, answer, words", OTHER, ids=IDS)
def test_other_answers_get_a_useful_sentence(capsys, name, answer, words):
    told = lessons.said(capsys, name, answer)
    assert words in told and told.startswith("Right" if words == "Right" else "Not yet: ")
