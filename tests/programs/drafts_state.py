"""Prints the drafts of `flood` as JSON: headline, state, and when they entered it."""

from __future__ import annotations

import json

from dateline.drafts.models import Draft


def main() -> None:
    found = Draft.objects.order_by("number")
    print(
        json.dumps(
            [
                {
                    "words": draft.fields["headline"],
                    "state": draft.state,
                    "at": draft.since.timestamp(),
                    "remark": draft.remark,
                }
                for draft in found
            ]
        )
    )


if __name__ == "__main__":
    main()
