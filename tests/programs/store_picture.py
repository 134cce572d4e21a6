"""Stores a picture, as an upload at the desk does, and prints its renditions: PATH."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from django.core.files.base import File

from dateline.media.pictures import store


def main(path: str) -> None:
    with Path(path).open("rb") as file:
        print(json.dumps(store(File(file)).renditions))


if __name__ == "__main__":
    main(*sys.argv[1:])
