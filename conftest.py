"""The everyday and the thorough form of the tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Everyday runs try the same examples each time, so that a change is not blamed for an old fault.
settings.register_profile("everyday", max_examples=10, derandomize=True, deadline=None)
settings.register_profile("thorough", max_examples=200, deadline=None, print_blob=True)
settings.load_profile("everyday")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="run only the tests marked `thorough`, and those of hypothesis with 200 examples",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--thorough"):
        settings.load_profile("thorough")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Chooses the tests of the everyday or the thorough form.

    Everyday runs leave out tests marked `thorough`. Thorough runs have only those, and the tests of
    hypothesis, which everyday runs have with few examples.
    """
    thorough = config.getoption("--thorough")

    def runs(item: pytest.Item) -> bool:
        marked = item.get_closest_marker("thorough") is not None
        driven = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        return (marked or driven) if thorough else not marked

    config.hook.pytest_deselected(items=[item for item in items if not runs(item)])
    items[:] = [item for item in items if runs(item)]
