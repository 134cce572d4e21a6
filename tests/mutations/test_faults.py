"""Every fault still applies: its text is in its file once, and what comes of it can be run."""

from __future__ import annotations

import re

import pytest
from django.template import engines

from .faults import ROOT, Fault, NotThere, read_faults

FAULTS = read_faults()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_applies_and_names_tests_that_are_there(fault: Fault) -> None:
    text = fault.in_text((ROOT / fault.file).read_text())
    if fault.file.endswith(".py"):
        compile(text, fault.file, "exec")
    if fault.file.endswith(".html"):
        engines["django"].from_string(text)
    for each in fault.tests:
        file, _, name = each.partition("::")
        assert not name or f"def {name}(" in (ROOT / file).read_text()
        assert (ROOT / file).exists()


def test_there_are_a_hundred_of_all_packages_and_the_pages_script() -> None:
    assert len(FAULTS) >= 100
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    packages = {
        found[1] for each in FAULTS if (found := re.match("src/dateline/(.+?)/", each.file))
    }
    there = {path.parent.name for path in (ROOT / "src/dateline").glob("*/__init__.py")}
    assert packages >= there - {"demo"}
    assert sum("/page/live/" in fault.file for fault in FAULTS) >= 30


def test_a_fault_whose_text_is_gone_is_an_error() -> None:
    fault = Fault("a fault", "a.py", "one", "two", ())
    assert fault.in_text("one") == "two"
    for text in ("", "one one"):
        with pytest.raises(NotThere, match=r"a fault: .* exactly once. It is \d times in a.py"):
            fault.in_text(text)
