"""How far behind a reader may be. Pure."""

from typing import Final

# Beyond this a reader's page is loaded again: the page is smaller than what it lacks.
MAX_BLOCKS_BEHIND: Final = 200
