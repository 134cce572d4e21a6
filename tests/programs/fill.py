"""Plays the demo's coverage, of every kind of part and of change, all at once."""

from __future__ import annotations

from dateline.demo import player, script
from dateline.journal.models import Coverage


def main() -> None:
    # A password's hash takes its time, and nobody signs in.
    player.PASSWORDS.clear()
    player.prepare()
    player.play(Coverage.objects.get(slug=player.SLUG), script.TODAY, back=True)


if __name__ == "__main__":
    main()
