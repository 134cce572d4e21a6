"""Runs `dateline` with other limits: "MODULE.NAME=VALUE …" COMMAND …

A limit that does not exist is an error, since a test would no longer test what it says.
"""

from __future__ import annotations

import ast
import sys
from importlib import import_module

from dateline.__main__ import main as dateline


def main(limits: str, *arguments: str) -> int:
    for limit in limits.split():
        name, _, value = limit.partition("=")
        module, _, attribute = name.rpartition(".")
        changed = import_module(module)
        getattr(changed, attribute)
        setattr(changed, attribute, ast.literal_eval(value))
    return dateline(arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
