"""Words of a town found by what is typed for them."""

from routing.town.vocabulary import Vocabulary

WORDS = Vocabulary(["grimaldi", "grima", "port", "ports", "passage", "strasse", "rue", "1945"])


def words(indices: object) -> list[str]:
    return [WORDS.words[index] for index in indices]  # type: ignore[attr-defined]


def edited(typed: str) -> list[str]:
    return words(WORDS.alike(typed, unfinished=False).edited)


def test_the_same_word_is_the_same() -> None:
    assert words(WORDS.alike("port", unfinished=False).same) == ["port"]
    assert words(WORDS.alike("porte", unfinished=False).same) == []


def test_one_letter_may_be_wrong_in_four_ways() -> None:
    for typed in ("grimalddi", "grmaldi", "grimqldi", "grimadli", "rgimaldi", "grimaldix"):
        assert "grimaldi" in edited(typed), typed
    assert edited("grmadli") == []


def test_short_words_and_figures_are_not_forgiven() -> None:
    assert edited("ruf") == []
    assert edited("1946") == []
    assert edited("rues") == ["rue"]


def test_doubled_letters_are_forgiven_beside_one_edit() -> None:
    assert edited("passsage") == edited("pasage") == edited("pasagge") == ["passage"]
    assert edited("straess") == ["strasse"]


def test_an_unfinished_word_goes_on() -> None:
    alike = WORDS.alike("grim", unfinished=True)
    assert words(alike.begun) == ["grima", "grimaldi"]
    assert words(WORDS.alike("girma", unfinished=True).begun_edited) == ["grima", "grimaldi"]
    assert words(WORDS.alike("19", unfinished=True).begun) == ["1945"]


def test_no_words_are_like_nothing() -> None:
    assert len(Vocabulary([]).alike("port", unfinished=True).begun) == 0
    assert len(WORDS.alike("", unfinished=True).begun) == 0
    assert len(WORDS.alike("x" * 900, unfinished=True).begun) == 0
