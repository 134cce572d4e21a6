"""Fields without markup: readers see exactly what was typed."""

from __future__ import annotations

import pytest

from dateline.content.tree import KeyPoint, Place
from dateline.desk import forms
from dateline.desk.forms import parts


def headline(text: str) -> forms.HeadlineForm:
    return forms.HeadlineForm({"idempotency_key": "k", "expected_seq": "0", "headline": text})


def test_html_in_a_headline_becomes_plain_text_and_is_reported():
    form = headline("<b>Flood</b> at 4_2 [sic]")
    assert not form.is_valid()
    assert "We removed: <b>" in form.errors["headline"][0]
    assert form["headline"].value() == "Flood at 4_2 [sic]"
    again = headline("Flood at 4_2 [sic]")
    assert again.is_valid()
    assert again.cleaned_data["headline"] == "Flood at 4_2 [sic]"


@pytest.mark.parametrize(
    ("form", "name"),
    [(forms.TitleForm, "standfirst"), (forms.ChangeForm, "note"), (forms.KeyPointsForm, "text")],
)
def test_a_field_of_many_lines_without_markup_gets_no_markup_either(form, name):
    sent = {
        "idempotency_key": "k",
        "expected_seq": "0",
        "kind": "correct",
        name: "<b>4_2</b>\n[sic]",
    }
    assert form(sent)[name].value() == "4_2\n[sic]"
    assert "We removed: <b>" in form(sent).errors[name][0]


@pytest.mark.parametrize("part", ["text", "quotation", "question", "bullets", "embed"])
def test_a_field_with_markup_keeps_it(part):
    form = forms.PART_FORMS[part]({"text": "<b>4_2</b>"})
    assert form["text"].value() == "**4\\_2**"


def test_a_number_too_long_for_a_post_is_no_server_error():
    digits = "9" * 5000
    form = forms.KeyPointsForm(
        {
            "idempotency_key": "k",
            "expected_seq": "0",
            "text": f"The dam #{digits}",
            "change": "updated",
        }
    )
    assert form.is_valid()
    assert form.points() == (KeyPoint(f"The dam #{digits}"),)
    bullets = parts.BulletsForm({"text": f"The dam #{digits} #4"})
    assert bullets.is_valid()
    (part,) = bullets.read()
    assert part.bullets[0].posts == (4,)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Varn, 1.5, -2", Place("Varn", "1.5", "-2")),
        (" Cold Edge, north ,-1,2 ", Place("Cold Edge, north", "-1", "2")),
        ("Varn, 1.5", None),
        (", 1, 2", None),
        ("Varn, -90, 180", Place("Varn", "-90", "180")),
        ("Varn, 0, -179.9", Place("Varn", "0", "-179.9")),
        ("Varn, 91, 0", None),
        ("Varn, 0, 181", None),
        ("Varn, 1e3, 0", None),
        ("Varn, " + "9" * 5000 + ", 0", None),
        (" " * 9_000 + "x", None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_place_on_a_map_is_a_name_and_two_numbers(typed, place):
    form = parts.MapMarksForm({"name": "Floods", "places": typed})
    assert form.is_valid() == (place is not None)
    if place:
        assert form.cleaned_data["places"] == (place,)
