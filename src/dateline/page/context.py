"""What every template of the readers' pages can use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def publication(request: HttpRequest) -> dict[str, Any]:
    """The publication (see `theme.Theme`), and the address of this page to print on paper.

    The address is a function, because a request with a bad Host header has none.
    """

    def own_address() -> str:
        if settings.DATELINE_URL:
            return f"{settings.DATELINE_URL}{request.path}"
        return request.build_absolute_uri(request.path)

    return {"publication": settings.DATELINE_THEME, "own_address": own_address}
