"""Makes the addresses within our own HTML absolute, for whoever shows it elsewhere. Pure."""

from __future__ import annotations

import re


def absolute(html: str, base: str) -> str:
    """The HTML with every `href`, `src` and `srcset` that begins with / led to `base`."""
    html = re.sub(r'(?<= href=")(?=/)|(?<= src=")(?=/)', base, html)
    return re.sub(
        r'(?<= srcset=")[^"]*', lambda found: re.sub(r"(^|, )/", rf"\1{base}/", found[0]), html
    )
