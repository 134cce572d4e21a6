"""What the matcher reads, one phenomenon at a time, and what it leaves to people."""

from __future__ import annotations

import pytest

from dateline.claims.matching import Hop, Known, KnownClaim, KnownSource, Proposal, propose

from .scoring import compared, sentences

NOTHING = Known()


def one(text: str, language: str = "en", known: Known = NOTHING) -> Proposal:
    [found] = propose(text, language, known)
    return found


@pytest.mark.parametrize("sentence", sentences("twelve"), ids=lambda each: each["about"])
def test_the_twelve_sentences_are_read_as_the_ledger_has_them(sentence):
    found = list(compared(sentence))
    assert [each.differences + each.differences_beside for each in found] == [[]] * len(found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ostmark did not deny that its troops fired."),
        ("en", "Ostmark refused to confirm that its troops fired."),
        ("en", "Ostmark would neither confirm nor deny that its troops fired."),
        ("en", "Ostmark has never confirmed that its troops fired."),
        ("en", "Ostmark hardly denied that its troops fired."),
        ("en", "Ostmark stopped short of denying that its troops fired."),
        ("en", "Ostmark said it could not confirm that its troops fired."),
        ("en", "Ostmark confirmed no deaths."),
        ("de", "Ostmark bestätigte weder den Angriff noch die Zahl."),
        ("fr", "L'Ostmark a dit ne pas pouvoir confirmer l'attaque."),
        ("es", "Ostmark dijo no poder confirmar el ataque."),
        ("uk", "Остмарк заявив, що не може підтвердити атаку."),
        ("de", "Ostmark hat nicht bestritten, dass Soldaten geschossen haben."),
        ("de", "Ostmark wies Berichte über Schüsse nicht zurück."),
        ("fr", "L'Ostmark n'a pas démenti que ses soldats aient tiré."),
        ("es", "Ostmark no negó que sus soldados dispararan."),
        ("es", "Ostmark se negó a confirmar que sus soldados dispararon."),
        ("ar", "لم تنف الحكومة أن الجنود أطلقوا النار."),
        ("ar", "رفضت الحكومة تأكيد إطلاق النار."),
        ("uk", "Остмарк не заперечив, що солдати стріляли."),
        ("uk", "Остмарк відмовився підтвердити, що солдати стріляли."),
    ],
)
def test_a_negated_verb_takes_no_position_and_asks(language, text):
    found = one(text, language)
    assert (found.stance, found.asks) == ("declines", True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", '"We did not fire," the colonel said.'),
        ("en", "The colonel said his troops had not fired."),
        ("en", "The colonel said nobody had fired."),
        ("de", "»Wir haben nicht geschossen«, sagte der Oberst."),
        ("fr", "« Nous n'avons pas tiré », a dit le colonel."),
        ("es", "«No disparamos», dijo el coronel."),
        ("ar", '"لم نطلق النار"، قال العقيد.'),
        ("uk", "«Ми не стріляли», — сказав полковник."),
    ],
)
def test_a_negated_statement_is_a_denial_and_asks(language, text):
    found = one(text, language)
    assert (found.stance, found.asks) == ("denies", True)


@pytest.mark.parametrize(
    "text",
    [
        "The colonel said the driver, who had not slept, was arrested.",
        "The colonel said the bridge fell because nobody had repaired it.",
        "The colonel said that the bridge had fallen although it was not old.",
        "The colonel said nobody had not been warned.",
        "The colonel said it was unlikely that troops had fired.",
        "The colonel said the engine had failed to start.",
        "The colonel said the driver was alive and was not in prison.",
    ],
)
def test_a_negation_of_something_else_only_asks(text):
    found = one(text)
    assert (found.stance, found.asks) == ("asserts", True)


def test_no_longer_is_no_negation():
    found = one("The colonel said the town was no longer in rebel hands.")
    assert (found.stance, found.asks) == ("asserts", False)


def test_what_would_follow_takes_no_position_on_the_condition():
    found = one("If Ostmark fired the rocket, it was a crime, the envoy said.")
    assert (found.stance, found.modality, found.asks) == ("declines", "conditional", True)
    assert found.claim_text == "Ostmark fired the rocket"
    found = one("If confirmed, the attack is the worst in years, the envoy said.")
    assert (found.stance, found.modality, found.claim_text) == ("declines", "conditional", "")


def test_a_quoted_denial_is_that_of_who_is_quoted():
    found = one('"We deny that the depot burned," the colonel said.')
    assert (found.source_text, found.stance, found.asks) == ("the colonel", "denies", True)


def test_speech_within_speech_asks_and_keeps_who_passed_it_on():
    found = one("The envoy said Ostmark had denied the raid.")
    assert (found.source_text, found.stance, found.asks) == ("Ostmark", "denies", True)
    assert found.chain == (Hop("The envoy"), Hop("Ostmark"))


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "Two pilots told AFP that the runway is closed.",
            [("AFP", "wire"), ("Two pilots", "unspecified")],
        ),
        (
            "The runway is closed, according to AFP, citing the tower.",
            [("AFP", "wire"), ("the tower", "unspecified")],
        ),
        (
            "The runway is closed, a pilot was quoted by AFP as saying.",
            [("AFP", "wire"), ("a pilot", "unspecified")],
        ),
        ("A pilot told us the runway is closed.", [("A pilot", "told_us")]),
        ("A pilot told the committee that the runway is closed.", [("A pilot", "unspecified")]),
        (
            "The airport said in a statement that the runway is closed.",
            [("The airport", "statement")],
        ),
        (
            "The airport wrote on Telegram that the runway is closed.",
            [("The airport", "social_post")],
        ),
    ],
)
def test_a_chain_leads_from_us_to_the_origin(text, chain):
    found = one(text)
    assert [(hop.source_text, hop.how) for hop in found.chain] == chain
    assert found.source_text == chain[-1][0]


def test_an_agency_by_itself_only_reports():
    found = one("Reuters reported that the runway is closed.")
    assert (found.stance, found.chain) == ("reports", (Hop("Reuters", "wire"),))


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        ("The airport said the runway is closed.", "named"),
        ("A spokesman for the airport said the runway is closed.", "named"),
        ("A pilot said the runway is closed.", "described"),
        ("Residents said the runway is closed.", "described"),
        ("Sources close to Damascus said the runway is closed.", "described"),
        ("Mira Dahl, who asked not to be named, said the runway is closed.", "described"),
        ("The residents' committee said the runway is closed.", "named"),
    ],
)
def test_a_source_without_a_name_is_described(text, naming):
    assert one(text).naming == naming


def test_a_place_speaks_for_its_government_and_sources_near_it_do_not():
    assert one("The Kremlin said the runway is closed.").speaks_for == "Russia"
    assert one("A Kremlin spokesman said the runway is closed.").speaks_for == "Russia"
    assert one("The mayor of Moscow said the runway is closed.").speaks_for == ""
    assert one("Sources close to the Kremlin said the runway is closed.").speaks_for == ""


@pytest.mark.parametrize(
    ("words", "quantity"),
    [
        ("28 people", (28, 28)),
        ("9,000 people", (9000, 9000)),
        ("at least 12 people", (12, None)),
        ("between 20 and 30 people", (20, 30)),
        ("hundreds of people", (200, 999)),
        ("two hundred people", (200, 200)),
        ("people aged 30 years", None),
        ("people since 2014", None),
    ],
)
def test_a_number_is_a_range(words, quantity):
    assert one(f"The mayor said {words} were hurt.").quantity == quantity


@pytest.mark.parametrize(
    "text",
    [
        "The market reopened on Saturday.",
        "Has the mayor denied the report?",
        "The mayor said the plan was a disgrace.",
        "The mayor said the river would rise.",
        "The mayor will confirm the toll tomorrow.",
        "The committee asked the mayor to confirm the toll.",
        "Nobody denied the report.",
        "Few officials confirmed the report.",
        "No bank confirmed the report.",
        "It is said that the vault was empty.",
        "The report could not be confirmed.",
        "We said the runway is closed.",
        "He said the runway is closed.",
        "The mayor did not withdraw his claim that the vault was empty.",
        "The mayor said the report was not a fake at all, and not a lie.",
    ],
)
def test_what_claims_nothing_or_is_not_clear_is_left_alone(text):
    assert propose(text, "en", NOTHING) == ()


def test_a_claim_is_a_sentence_about_the_source():
    assert one("Ostmark denies its jets fired.").claim_text == "Ostmark's jets fired"
    assert one("The mayor said it was raining.").claim_text == "It was raining"
    assert one("The mayor said it is not true that troops fired.").claim_text == "Troops fired"
    found = one("Die Bahn räumte ein, dass bei dem Unfall auf Rügen eine Weiche brach.", "de")
    assert found.claim_text == "Bei dem Unfall auf Rügen brach eine Weiche"


def test_a_claim_has_200_characters_at_most():
    found = one(f"The mayor said {'very ' * 80}long roads are closed.")
    assert len(found.claim_text) <= 200
    assert found.claim_text.endswith("…")


def test_two_sentences_may_be_about_one_claim():
    said, denied = propose("Ostmark said the tunnel fell. Kestria denied it.", "en", NOTHING)
    assert denied.claim_text == said.claim_text == "The tunnel fell"
    assert (said.start, said.end) == (0, 29)
    assert (denied.start, denied.end) == (30, 48)


def test_a_pronoun_is_the_source_before():
    _, second = propose("Ostmark said the tunnel fell. It denied the raid.", "en", NOTHING)
    assert (second.source_text, second.stance) == ("Ostmark", "denies")


KNOWN = Known(
    (
        KnownSource("kremlin", "The Kremlin", ("Moscow", "Russian foreign ministry")),
        KnownSource("damascus", "Damascus"),
        KnownSource("ministry", "міністерство оборони"),
    ),
    (
        KnownClaim("depot", "A fuel depot near Halvern burned down"),
        KnownClaim("first", "Russian raids killed villagers in Ilse"),
        KnownClaim("second", "Russian raids killed villagers in Ilse"),
    ),
)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Moscow said the runway is closed.", "kremlin"),
        ("The Russian foreign ministry spokesman said the runway is closed.", "kremlin"),
        ("Sources close to Damascus said the runway is closed.", ""),
        ("Ostmark said the runway is closed.", ""),
    ],
)
def test_a_source_is_found_by_its_names(text, source):
    assert one(text, known=KNOWN).source_id == source


def test_a_source_is_found_in_another_case():
    text = "У міністерстві оборони заявили, що міст зруйновано."
    assert one(text, "uk", KNOWN).source_id == "ministry"


def test_a_claim_is_found_by_its_words_and_the_first_of_equals():
    said = "Moscow denies that Russian raids killed villagers in {}."
    assert one(said.format("Ilse"), known=KNOWN).claim_id == "first"
    # Where one word differs, it may be the opposite, or another place.
    assert one(said.format("Varn"), known=KNOWN).claim_id == ""
    assert one("Moscow denies that 28 villagers drowned.", known=KNOWN).claim_id == ""


def test_with_a_limit_the_most_certain_come_in_the_order_of_the_text():
    text = (
        "Ostmark did not deny the raid. Kestria confirmed the toll. Moscow denied the raid."
        " Ostmark said the tunnel fell."
    )
    assert len(propose(text, "en", KNOWN)) == 4
    found = propose(text, "en", KNOWN, limit=2)
    assert [each.source_text for each in found] == ["Kestria", "Moscow"]
    assert [each.source_id for each in propose(text, "en", KNOWN, limit=1)] == ["kremlin"]


def test_a_language_without_rules_has_no_proposals():
    assert propose("Moscow said the runway is closed.", "it", NOTHING) == ()
    assert one("Moskau bestätigte den Angriff.", "de-AT").stance == "confirms"
