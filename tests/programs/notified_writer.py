"""Publishes a post; another thread publishes the next while a listener is being notified.

Prints “went on” if that thread did not have to wait for the listener.
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
