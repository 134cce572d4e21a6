"""Takes a lock again and again, and writes its own name into a log while it holds it.

PATH SECONDS NAME COUNT LOG. It prints “ready” first, and ends with status 1 if it cannot take the
lock.
"""

from __future__ import annotations

import sys

from dateline.journal.errors import NoLock
from dateline.journal.file_lock import locked


def main(path: str, seconds: str, name: str, count: str, log: str) -> None:
    print("ready", flush=True)
    for _ in range(int(count)):
        try:
            with locked(path, float(seconds)), open(log, "a") as file:
                file.write(name)
        except NoLock as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
