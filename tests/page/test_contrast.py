"""The contrast of colours is computed as WCAG 2.2 defines it, in both schemes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.page import contrast, theme

PAPER = (
    ":root { --paper: #fff; --panel: #fff; --ink: #000; --grey: #555; --accent: #00f;"
    " --on-accent: #fff; --masthead: #fff; --masthead-ink: #000 }"
)
THEMES = sorted(each for each in (Path(__file__).parents[2] / "themes").iterdir())


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        # The greys on either side of 4.5:1.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#0000ff", 8.59),
        ("rgb(255, 0, 0)", "#fff", 4.0),
        ("rgb(255 0 0)", "#fff", 4.0),
    ],
)
def test_a_ratio_is_that_of_wcag(one, other, ratio):
    first, second = contrast.colour(one), contrast.colour(other)
    assert first is not None
    assert second is not None
    assert contrast.ratio(first, second) == pytest.approx(ratio, abs=0.005)


def test_colours_that_are_strong_enough_are_not_mentioned():
    assert contrast.faults([PAPER]) == []


def test_a_colour_that_is_too_weak_is_said_with_its_figures():
    assert contrast.faults([PAPER, ":root { --grey: #777 }"]) == [
        f"In the {scheme} scheme --grey (#777) on {behind} (#fff) has a contrast of 4.47:1."
        " WCAG 2.2 requires 4.5:1."
        for scheme in ("light", "dark")
        for behind in ("--paper", "--panel")
    ]


def test_the_dark_scheme_has_colours_of_its_own():
    dark = "@media (prefers-color-scheme: dark) { :root { --paper: #111; --masthead: #fff } }"
    found = contrast.faults([PAPER, dark])
    assert len(found) == 3
    assert all(each.startswith("In the dark scheme") for each in found)
    assert any("--ink (#000) on --paper (#111)" in each for each in found)


def test_what_is_printed_and_other_elements_do_not_count():
    others = "@media print { :root { --ink: #fff } } p { --ink: #fff } /* :root { --ink: #fff } */"
    assert contrast.faults([PAPER, others]) == []


def test_a_property_may_refer_to_another():
    found = contrast.faults([PAPER, ":root { --masthead: var(--accent); --masthead-ink: #00e }"])
    assert len(found) == 2
    assert "--masthead-ink (#00e) on --masthead (#00f)" in found[0]
    circle = ":root { --masthead: var(--paper); --paper: var(--masthead) }"
    assert "cannot" not in contrast.faults([PAPER, circle])[0]


def test_a_colour_that_cannot_be_read_is_said_as_well():
    found = contrast.faults([PAPER, ":root { --accent: oklch(60% 0.2 20) }"])
    assert found[0] == (
        "In the light scheme --accent is “oklch(60% 0.2 20)”. Write it as #rrggbb, so that its"
        " contrast can be computed."
    )
    assert len(found) == 2


@pytest.mark.parametrize("chosen", [None, *THEMES], ids=lambda each: each and each.name)
def test_our_own_colours_are_strong_enough(chosen):
    assert theme.contrast_faults(theme.load(chosen) if chosen else theme.BUILT_IN) == []
