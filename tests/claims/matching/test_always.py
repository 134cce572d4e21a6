"""What holds for the matcher whatever somebody writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import desk
from dateline.claims import matching
from dateline.claims.matching import LANGUAGES, Known, KnownClaim, KnownSource, propose

from .scoring import HALVES, SIGNS, sentences

KNOWN = Known((KnownSource("a", "Moscow"),), (KnownClaim("b", "The bridge fell"),))
WORDS = sorted(
    {word for half in HALVES for each in sentences(half) for word in each["text"].split()}
)
PIECES = st.sampled_from(
    [*WORDS, ",", ".", ";", "?", "—", '"', "«", "»", "'", "\n", "🌊", "(", ":"]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join))


@given(TEXTS, st.sampled_from(LANGUAGES), st.sampled_from([None, 0, 3]))
def test_any_text_can_be_read_and_places_are_within_it(text, language, limit):
    found = propose(text, language, KNOWN, limit)
    assert limit is None or len(found) <= limit
    starts = [each.start for each in found]
    assert starts == sorted(starts)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.source_text
        assert each.chain[-1].source_text == each.source_text
        assert len(each.claim_text) <= 200
        assert each.claim_text or each.modality == "conditional"
        assert each.asks or each.stance != "declines"


# Wrappers around a source and a claim, and the signs that a proposal about them may have.
NEITHER, AGAINST = (0,), (0, -1)
WRAPPERS = {
    "en": [
        ("{} did not deny that {}.", NEITHER),
        ("{} has not confirmed that {}.", NEITHER),
        ("{} refused to confirm that {}.", NEITHER),
        ("{} declined to say whether {}.", NEITHER),
        ("{} would neither confirm nor deny that {}.", NEITHER),
        ("{} stopped short of admitting that {}.", NEITHER),
        ("{} denied that {}.", AGAINST),
        ("{} flatly denied on Monday that {}.", AGAINST),
        ("{} rejected claims that {}.", AGAINST),
        ("{} said it was not true that {}.", AGAINST),
        ("If {1}, it was a crime, {0} said.", NEITHER),
    ],
    "de": [
        ("{} bestritt nicht, dass {}.", NEITHER),
        ("{} wollte nicht bestätigen, dass {}.", NEITHER),
        ("{} bestreitet, dass {}.", AGAINST),
        ("{} wies den Vorwurf zurück, dass {}.", AGAINST),
        ("Falls {1}, wäre das schlimm, sagte {0}.", NEITHER),
    ],
    "fr": [
        ("{} n'a pas nié que {}.", NEITHER),
        ("{} a refusé de confirmer que {}.", NEITHER),
        ("{} dément que {}.", AGAINST),
        ("Si {1}, c'est grave, a dit {0}.", NEITHER),
    ],
    "es": [
        ("{} no negó que {}.", NEITHER),
        ("{} se negó a confirmar que {}.", NEITHER),
        ("{} niega que {}.", AGAINST),
        ("Si {1}, es grave, dijo {0}.", NEITHER),
    ],
    "ar": [
        ("لم تنف {} أن {}.", NEITHER),
        ("لم تؤكد {} أن {}.", NEITHER),
        ("نفت {} أن {}.", AGAINST),
    ],
    "uk": [
        ("{} не заперечив, що {}.", NEITHER),
        ("{} відмовився підтвердити, що {}.", NEITHER),
        ("{} заперечує, що {}.", AGAINST),
        ("Якщо {1}, це злочин, сказав {0}.", NEITHER),
    ],
}
SOURCES = {
    "en": ["Ostmark", "The mayor", "A port official", "Moscow", "Anna Holt, the minister,"],
    "de": ["Ostmark", "Die Bürgermeisterin", "Ein Beamter", "Moskau"],
    "fr": ["L'Ostmark", "Le maire", "Un responsable", "Moscou"],
    "es": ["Ostmark", "La alcaldesa", "Un funcionario", "Moscú"],
    "ar": ["موسكو", "الحكومة", "وزارة الدفاع", "الشركة"],
    "uk": ["Остмарк", "Мер", "Посадовець", "Міністр"],
}
CLAIMS = {
    "en": [
        "the bridge fell",
        "no prisoner was hurt",
        "troops, who had not slept, fired",
        "12 people died",
        "it had confirmed the raid",
        "the toll was never false",
    ],
    "de": [
        "die Brücke fiel",
        "niemand verletzt wurde",
        "12 Menschen starben",
        "der Turm nicht brannte",
    ],
    "fr": ["le pont est tombé", "personne n'ait tiré", "12 personnes sont mortes"],
    "es": ["el puente cayó", "nadie disparó", "12 personas murieron"],
    "ar": ["الجسر سقط", "الجنود لم يطلقوا النار", "12 شخصا قتلوا"],
    "uk": ["міст упав", "ніхто не стріляв", "загинули 12 людей"],
}


@given(st.data(), st.sampled_from(LANGUAGES))
def test_a_negation_or_a_condition_never_gives_the_wrong_sign(data, language):
    wrapper, allowed = data.draw(st.sampled_from(WRAPPERS[language]))
    source = data.draw(st.sampled_from(SOURCES[language]))
    claim = data.draw(st.sampled_from(CLAIMS[language]))
    text = wrapper.format(source, claim)
    for each in propose(text, language, Known()):
        assert SIGNS.get(each.stance, 0) in allowed, text
        assert each.asks or allowed is AGAINST, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_wrapper_is_read_at_all(language):
    for wrapper, _ in WRAPPERS[language]:
        text = wrapper.format(SOURCES[language][0], CLAIMS[language][0])
        assert propose(text, language, Known()), text


RULES = Path(matching.__file__).parent / "rules"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_only_names_lists_and_verbs_that_there_are(language):
    rules = json.loads((RULES / f"{language}.json").read_text("utf-8"))
    phrases = rules["phrases"]
    verbs = {*phrases["verb"], *SIGNS, "any", "passive", "declines", "disputes", "reports"}
    for frame in rules["frames"]:
        for element in frame["frame"].split():
            bare = element.rstrip("?*")
            if bare[0] in "[@":
                assert bare.strip("[]@") in phrases, frame
            if bare[0] == "<":
                assert set(bare.strip("<>").split("|")) <= verbs, frame


def test_the_modules_of_the_script_can_be_joined_with_those_of_the_desk():
    static = Path(desk.__file__).parent / "static/desk"
    defined: dict[str, str] = {}
    for path in [*static.glob("desk/*.js"), *static.glob("claims/*.js")]:
        for line in path.read_text("utf-8").splitlines():
            words = line.removeprefix("export ").removeprefix("async ").split()
            if line[:1].strip() and words and words[0] in ("const", "let", "function", "class"):
                name = words[1].partition("(")[0]
                same_folder = path.parent.name == "desk" == defined.get(name, "desk")
                assert same_folder or name not in defined, f"{name} in {path}"
                defined[name] = path.parent.name
