"""The code stays small enough to read: functions, files and the page's script."""

from __future__ import annotations

import ast
import gzip
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dateline"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(SOURCE)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_functions_are_short():
    sizes = sorted((size, name) for path in FILES for name, size in functions(path))
    assert sizes[-1][0] <= 80, sizes[-3:]
    assert sizes[len(sizes) * 95 // 100][0] <= 40


def test_files_are_short():
    for path in FILES:
        assert path.read_text().count("\n") <= 500, path


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_why_it_exists(path):
    text = path.read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_the_readers_script_is_one_small_module_without_imports():
    script = (SOURCE / "page" / "static" / "page" / "live.js").read_bytes()
    assert len(gzip.compress(script)) <= 6 * 1024
    assert script.count(b"\n") <= 350
    assert b"import " not in script


def test_nothing_that_is_served_names_another_host():
    for path in SOURCE.rglob("*"):
        if path.suffix in (".html", ".css", ".js"):
            text = path.read_text().replace("https://…", "")
            assert "https://" not in text, path
            assert "http://" not in text, path
