"""Gives every run of the tests a data folder and a database of its own, before Django is set up."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="dateline-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATELINE_DATA"] = _folder
os.environ.pop("DATELINE_URL", None)
# Playwright's synchronous driver runs an event loop in this thread; Django would refuse to work.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if "DATELINE_TEST_DATABASE" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["DATELINE_TEST_DATABASE"]
else:
    os.environ.pop("DATABASE_URL", None)
