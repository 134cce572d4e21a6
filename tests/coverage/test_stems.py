"""The forms of a word have one stem, and no word is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coverage import search_text, stems
from dateline.coverage.finding import Query, find
from tests.conftest import open_coverage
from tests.people import publish

WORDS = st.text(st.characters(categories=("L", "N", "M")), min_size=1, max_size=80)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "recount recounts recounted recounting"),
        ("en", "flood floods flooded flooding"),
        ("de", "Nachzählung Nachzählungen"),
        ("de-AT", "Haus Hauses Häuser Häusern"),
        ("fr", "recomptage recomptages"),
        ("fr", "inonder inondé inondée inondations"),
        ("es", "elección elecciones"),
        ("es", "votó votar votaron"),
        ("ar", "النهر نهر والنهر بالنهر"),
        ("ar", "المياه مياه للمياه والمياه"),
        ("uk", "річка річки річці річку річкою річок"),
        ("uk", "підрахунок підрахунку підрахунки підрахунків"),
        ("uk", "вибори виборів виборам вибір"),
        ("uk", "президент президента президентові президентом президентів"),
        ("uk", "новий нова нове нового новому новим новими новій"),
        ("uk", "українська українські українського українською"),
        ("uk", "українець українця українці українцям"),
        ("uk", "рішення рішенням рішень рішеннях"),
        ("uk", "голосування голосувати голосував голосувала голосують"),
        ("uk", "піднявся піднялася піднялись"),
        ("uk", "повідомив повідомила повідомляє повідомити"),
        ("uk", "дорога дорозі дорогу доріг"),
        ("uk", "можливість можливості можливістю"),
        ("uk", "земля землі землю земель"),
        ("uk", "рівень рівня рівні"),
        ("ru", "река реки реку рекой"),
        ("pt-BR", "voto votos"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(language, forms):
    assert len(set(stems.stems(search_text.split(forms), language))) == 1


@pytest.mark.parametrize(
    ("language", "others"),
    [
        ("en", "recount count county"),
        ("en", "nurse new news"),
        ("de", "wahl wal walze"),
        ("fr", "vote vite"),
        ("ar", "نهر نار بحر"),
        ("uk", "вода вага рада рік рука міст мова море день ніч війна вийти"),
        ("ja", "recount recounts"),
        ("zh-Hant", "recount recounts"),
    ],
)
def test_other_words_have_other_stems(language, others):
    words = others.split()
    assert len(set(stems.stems(words, language))) == len(words)


@pytest.mark.parametrize("language", sorted(stems._ALGORITHMS))
@given(words=st.lists(WORDS, max_size=4))
def test_every_word_keeps_a_stem_without_spaces(language, words):
    split = search_text.split(" ".join([*words, "ـ", "a" * 61, "12"]))
    found = stems.stems(split, language)
    assert len(found) == len(split)
    assert all(each.split() == [each] for each in found)
    assert found[-2:] == ["a" * 61, "12"]


def test_threads_do_not_share_a_stemmer():
    words = [f"{each}{ending}" for each in ("flood", "recount", "vote") for ending in ("s", "ing")]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            stems._stem.cache_clear()
            found = list(pool.map(lambda _: stems.stems(words, "en"), range(8)))
            assert found == [["flood", "flood", "recount", "recount", "vote", "vote"]] * 8


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("en", "Both sides asked for recounts.", "recount"),
        ("en", "A recount was ordered.", "recounts ordering"),
        ("fr", "Des recomptages sont demandés.", "recomptage"),
        ("ar", "ارتفعت مياه النهر", "المياه"),
    ],
)
def test_a_post_is_found_by_other_forms_of_its_words(db, language, text, query):
    coverage = open_coverage("flood", language=language)
    publish(coverage, text)
    assert find(coverage, Query(words=query), 10).numbers == [1]
