"""The everyday and the thorough form of the tests."""

from __future__ import annotations

import os
from typing import Final

import pytest
from hypothesis import settings

# Everyday runs try the same examples each time, so that a change is not blamed for an old fault.
settings.register_profile("everyday", max_examples=10, derandomize=True, deadline=None)
settings.register_profile("thorough", max_examples=200, deadline=None, print_blob=True)
# The database makes no difference to most of them.
settings.register_profile(
    "thorough on PostgreSQL", settings.get_profile("thorough"), max_examples=40
)
settings.load_profile("everyday")

# Folders whose tests take long, since most of them start and kill servers. Whoever names one of
# their files runs it; otherwise only thorough runs do.
SLOW: Final = {"faults", "fuzz", "upgrade", "walks"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="run only the tests marked `thorough`, those of folders that take long, and those of"
        " hypothesis with 200 examples",
    )
    # Set below, and passed on to workers, who are given paths in any case.
    parser.addoption("--without-slow", action="store_true", help="leave out the slow folders")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--thorough"):
        on_postgres = " on PostgreSQL" if "DATELINE_TEST_DATABASE" in os.environ else ""
        settings.load_profile(f"thorough{on_postgres}")
    elif config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.option.without_slow = True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Chooses the tests of the everyday or the thorough form.

    Everyday runs leave out tests marked `thorough` and those of slow folders. Thorough runs have
    only those, and the tests of hypothesis, which everyday runs have with few examples.
    """
    thorough = config.getoption("--thorough")
    without_slow = config.getoption("--without-slow")

    def runs(item: pytest.Item) -> bool:
        marked = item.get_closest_marker("thorough") is not None
        slow = item.path.parent.name in SLOW
        driven = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        return (marked or slow or driven) if thorough else not (marked or (slow and without_slow))

    config.hook.pytest_deselected(items=[item for item in items if not runs(item)])
    items[:] = [item for item in items if runs(item)]
