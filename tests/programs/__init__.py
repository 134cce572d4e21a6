"""Programs that tests run beside a server, each in its own process, with Django set up.

`newsroom.program("publish", "flood", "Wet.")` runs `python -m tests.programs.publish flood Wet.`
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
django.setup()
