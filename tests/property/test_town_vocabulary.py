"""Which words are one edit away, against the distance by its definition."""

from hypothesis import given
from hypothesis import strategies as st

from routing.town.vocabulary import SHORTEST_WITH_EDIT, Vocabulary, squeezed

WORDS = st.text("abc", min_size=1, max_size=7)


def distance(one: str, other: str) -> int:
    """Optimal string alignment, cell by cell."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i, a in enumerate(one, 1):
        for j, b in enumerate(other, 1):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b)
            )
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@given(st.lists(WORDS, max_size=12), WORDS)
def test_edited_words_are_those_one_edit_away(words: list[str], typed: str) -> None:
    vocabulary = Vocabulary(words)
    found = vocabulary.alike(typed, unfinished=False).edited
    wanted = {
        word
        for word in words
        if min(distance(typed, word), distance(squeezed(typed), squeezed(word))) <= 1
        and max(len(typed), len(word)) >= SHORTEST_WITH_EDIT
    }
    assert {vocabulary.words[index] for index in found} == wanted


@given(st.lists(WORDS, max_size=12), WORDS)
def test_begun_words_begin_with_what_was_typed_or_with_one_edit_of_it(
    words: list[str], typed: str
) -> None:
    vocabulary = Vocabulary(words)
    alike = vocabulary.alike(typed, unfinished=True)
    begun = {vocabulary.words[index] for index in alike.begun}
    assert begun == {word for word in words if word.startswith(typed) and word != typed}
    for index in alike.begun_edited:
        word = vocabulary.words[index]
        beginnings = [word[:size] for size in range(len(word) + 1)]
        squeezed_ones = [squeezed(word)[:size] for size in range(len(word) + 1)]
        assert (
            min(distance(typed, one) for one in beginnings) <= 1
            or min(distance(squeezed(typed), one) for one in squeezed_ones) <= 1
        )
