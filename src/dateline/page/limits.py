"""A limit that the page and the stream share. Pure."""

from typing import Final

# A reader who misses more blocks than this has to load the page again, which is smaller.
MAX_BLOCKS_BEHIND: Final = 200
