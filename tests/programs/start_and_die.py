"""Starts a server as tests do, prints its address, and dies without stopping it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.newsroom import Newsroom


def main() -> None:
    newsroom = Newsroom(Path(os.environ["DATELINE_DATA"]), os.environ["DATABASE_URL"])
    newsroom.start()
    print(newsroom.address, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
