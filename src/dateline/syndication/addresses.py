"""Makes the URLs in rendered HTML absolute, for feeds. Pure."""

from __future__ import annotations

import re


def absolute(html: str, base: str) -> str:
    """Puts `base` before each URL in `href`, `src` and `srcset` that begins with a slash."""
    html = re.sub(r'(?<= href=")(?=/)|(?<= src=")(?=/)', base, html)
    return re.sub(
        r'(?<= srcset=")[^"]*', lambda found: re.sub(r"(^|, )/", rf"\1{base}/", found[0]), html
    )
