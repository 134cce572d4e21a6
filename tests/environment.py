"""Gives every test run its own data folder and database, before Django is set up.

pytest loads it as a plugin (`-p` in pyproject.toml). A conftest is too late: pytest-django reads
the settings before it, and a run without workers used the data folder of the person who started it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys

from tests import leftovers

_folder = leftovers.make_folder()
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATELINE_DATA"] = _folder
os.environ.pop("DATELINE_URL", None)
# Tests start `dateline` hundreds of times. Where this was set, each start compiled it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Playwright's synchronous driver runs an event loop in this thread, which Django would not allow.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if "DATELINE_TEST_DATABASE" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["DATELINE_TEST_DATABASE"]
else:
    os.environ.pop("DATABASE_URL", None)
