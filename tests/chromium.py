"""The Chromium that tests and benchmarks drive."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

SWITCHES: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # Beside each page Chromium starts a process for the next one, a quarter of the cost of a test.
    # Only the last switch of this name counts, so those of Playwright that tests need are here too.
    "--disable-features=SpareRendererForSitePerProcess,AvoidUnnecessaryBeforeUnloadCheckSync,"
    "DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LensOverlay,"
    "MediaRouter,PaintHolding,OptimizationHints,Translate",
]
# The headless shell has the same engine without a window, and a test there costs a third less.
_SHELL: Final = "chromium-headless-shell"
_WHOLE: Final = ("chromium", "google-chrome")


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)


def chromium_path(*, whole: bool = False) -> str | None:
    """Where Chromium is; None for the one of Playwright.

    The shell has no cache of pages that the reader left. Tests of that ask for the whole browser.
    """
    programs = _WHOLE if whole else (_SHELL, *_WHOLE)
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, programs)), None)
