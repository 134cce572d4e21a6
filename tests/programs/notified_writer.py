"""Publishes, and while this process is being notified of it another thread publishes the next.

Prints “went on” where that thread did not have to wait for whoever was notified.
"""

from __future__ import annotations

import threading

from dateline.journal import local_notifier
from dateline.journal.models import Coverage
from tests.people import publish


def main() -> None:
    coverage = Coverage.objects.get(slug="flood")

    def notified() -> None:
        local_notifier.unsubscribe(notified)
        words = "The next one."
        other = threading.Thread(target=publish, args=(coverage, words), daemon=True)
        other.start()
        other.join(20)
        print("kept waiting" if other.is_alive() else "went on")

    local_notifier.subscribe(notified)
    publish(coverage, "One.")


if __name__ == "__main__":
    main()
