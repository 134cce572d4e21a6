"""The code stays small enough to read: functions, files and the page's script."""

from __future__ import annotations

import ast
import gzip
import re
from pathlib import Path

import pytest

from dateline.server import modules

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


STATIC = SOURCE / "page" / "static"
MODULES = {
    path.relative_to(STATIC).as_posix(): path.read_text()
    for path in [STATIC / "page" / "live.js", *sorted((STATIC / "page" / "live").glob("*.js"))]
}
EXPORTED = re.compile(r"^export (?:async )?(?:const|function) (\w+)", re.MULTILINE)
IMPORTED = re.compile(r'^import \{ ([^}]*) \} from "\./([^"]+)";\n', re.MULTILINE)


def test_the_readers_script_is_small_modules_and_one_small_file():
    whole = modules.join("page/live.js", MODULES.__getitem__)
    assert len(gzip.compress(whole.encode())) <= 8 * 1024
    assert "import " not in whole
    assert "export " not in whole
    for path, text in MODULES.items():
        assert text.startswith("// "), path
        assert text.count("\n") <= 250, path


@pytest.mark.parametrize("path", MODULES)
def test_a_module_of_the_script_imports_what_there_is_and_what_it_uses(path):
    own = IMPORTED.sub("", MODULES[path])
    for names, source in IMPORTED.findall(MODULES[path]):
        there = EXPORTED.findall(MODULES[f"{path.rpartition('/')[0]}/{source}"])
        for name in names.split(", "):
            assert name in there, f"{name} from {source}"
            assert re.search(rf"\b{name}\b", own), f"{name} is not used"


def test_nothing_that_is_served_names_another_host():
    for path in SOURCE.rglob("*"):
        # Code of others, which is served as it came, names addresses in its messages.
        if path.suffix in (".html", ".css", ".js") and "vendor" not in path.parts:
            # A scheme alone names none: a link that somebody types may begin with it.
            assert not re.search(r"https?://[a-z0-9]", path.read_text()), path
