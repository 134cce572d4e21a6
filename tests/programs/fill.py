"""Plays the demo's coverage at once, with every kind of part and of change."""

from __future__ import annotations

from dateline.demo import player, script
from dateline.journal.models import Coverage


def main() -> None:
    # Hashing passwords is slow, and nobody signs in.
    player.PASSWORDS.clear()
    player.prepare(back=True)
    player.play(Coverage.objects.get(slug=player.SLUG), script.TODAY, back=True)


if __name__ == "__main__":
    main()
