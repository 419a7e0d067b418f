"""Readings are proposed from those that people wrote: longest word first, by what follows; nothing is guessed."""

import pytest

from surveyapp.domain.readings import Readings

KNOWN = Readings(
    (
        "{市|し}の{計画|けいかく}",
        "{駒ヶ根|こまがね}{市|し}",
        "{中心|ちゅうしん}{市街地|しがいち}",
        "{取組|とりくみ}が{行|おこな}われている",
        "{行|おこな}っている",
        "{学校|がっこう}に{行|い}く",
        "{取|と}り{組|く}み",
        "{𠮷|よし}{野家|のや}",
        "{人々|ひとびと}",
    )
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("駒ヶ根市の計画", "{駒ヶ根|こまがね}{市|し}の{計画|けいかく}"),
        ("中心市街地の取り組み", "{中心|ちゅうしん}{市街地|しがいち}の{取|と}り{組|く}み"),
        ("𠮷野家に行く人々", "{𠮷|よし}{野家|のや}に{行|い}く{人々|ひとびと}"),
        ("取組を行われたい", "{取組|とりくみ}を{行|おこな}われたい"),
        ("計画を行う", "{計画|けいかく}を{行|おこな}う"),
        ("ひらがなと English と 2026", "ひらがなと English と 2026"),
    ],
)
def test_what_was_read_before_is_read_the_same_way_by_the_words_around_it(text, read):
    assert (KNOWN.propose(text).text, KNOWN.propose(text).unread) == (read, [])


@pytest.mark.parametrize(
    ("text", "proposed", "unread"),
    [
        ("市場の計画", "市場の{計画|けいかく}", ["市場"]),
        ("総合計画", "総合計画", ["総合計画"]),
        ("都市の髙﨑", "都市の髙﨑", ["都市", "髙﨑"]),
    ],
)
def test_what_nobody_has_read_is_named_whole_and_left_as_it_is(text, proposed, unread):
    assert (KNOWN.propose(text).text, KNOWN.propose(text).unread) == (proposed, unread)


def test_what_the_author_has_read_stays_even_where_others_read_it_otherwise():
    written = "{計画|プラン}を{行|ゆ}く"

    assert KNOWN.propose(written).text == written


def test_without_any_readings_nothing_is_proposed():
    assert Readings().propose("病院").unread == ["病院"]
