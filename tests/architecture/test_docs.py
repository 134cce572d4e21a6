"""What documents name exists: files, symbols, commands, options, settings and versions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dateline

from . import journal_docs, role_docs

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dateline"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def names_in(path: Path) -> set[str]:
    """What a file defines at its top: functions, classes and constants."""
    text = path.read_text()
    if path.suffix == ".js":
        return set(
            re.findall(r"^(?:export )?(?:async )?(?:function|const|let) (\w+)", text, re.MULTILINE)
        )
    found: set[str] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
NAMES = sorted(set(re.findall(r"`([a-z_/]+\.(?:py|js)(?::\w+)?)`", ARCHITECTURE)))


def test_the_architecture_names_enough_to_find_the_way():
    assert len(NAMES) > 60


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_the_architecture_is_in_the_code(name):
    file, _, symbol = name.partition(":")
    path = ROOT / file if file.startswith("tests/") else SOURCE / file
    assert path.is_file()
    assert not symbol or symbol in names_in(path)


def test_every_package_is_in_the_architecture():
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    described = re.findall(r"^\| \d+ \| `(\w+)` \|", ARCHITECTURE, re.MULTILINE)
    assert sorted(packages) == sorted(described)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_paths_of_a_document_lead_somewhere(document):
    text = document.read_text()
    for link in re.findall(r"\]\((?!https?:|mailto:)([^)#]+)\)", text):
        assert (document.parent / link).exists(), link
    for path in re.findall(r"`((?:src|tests|docs|script|bench)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_names_in_a_document_are_in_the_code(document):
    text = document.read_text()
    for file, symbol in re.findall(r"`([\w.-]+/[\w./-]+\.(?:py|js|html))(?::(\w+))?`", text):
        found = [root / file for root in (SOURCE, ROOT) if (root / file).is_file()]
        assert found, file
        assert not symbol or symbol in names_in(found[0]), f"{file}:{symbol}"
    for name in re.findall(r"`(?:[\w./]+ -m )?bench\.(\w+)", text):
        assert (ROOT / "bench" / f"{name}.py").is_file(), name
    code = "".join(path.read_text() for path in [*SOURCE.rglob("*.py"), *ROOT.glob("script/*.py")])
    for setting in re.findall(r"`(DATELINE_[A-Z]+)", text):
        assert setting in code, setting


def help_of(*command: str) -> str:
    """What `dateline COMMAND --help` prints."""
    return subprocess.run(
        [sys.executable, "-m", "dateline", *command, "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_every_command_and_option_in_a_document_exists():
    shown: dict[str, set[str]] = {}
    for document in DOCUMENTS:
        for command, rest in re.findall(r"[`/ ]dateline\s([a-z]+)([^`\n]*)", document.read_text()):
            shown.setdefault(command, set()).update(re.findall(r"--[a-z-]+", rest))
    assert shown.keys() >= {"serve", "stream", "import", "export", "rebuild", "erase", "person"}
    commands = help_of()
    for command, options in shown.items():
        assert re.search(rf"^    {command}\s", commands, re.MULTILINE), command
        text = help_of(command) if options else ""
        assert [each for each in options if each not in text] == [], command


def test_every_setting_of_the_readme_is_read():
    readme = (ROOT / "README.md").read_text()
    code = "".join(path.read_text() for path in SOURCE.rglob("*.py"))
    settings = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))
    assert settings == {
        "DATELINE_DATA",
        "DATABASE_URL",
        "DATELINE_URL",
        "DATELINE_LANGUAGE",
        "DATELINE_THEME",
        "DATELINE_NATS",
        "DATELINE_WEBSUB",
        "PORT",
    }
    assert all(f'"{name}"' in code for name in settings)


def test_the_kinds_are_documented_as_they_are():
    assert journal_docs.PATH.read_text() == journal_docs.written()


def test_the_roles_are_documented_as_they_are():
    assert role_docs.documented() == role_docs.table()


def test_version_and_changelog_agree():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    assert version[1] == dateline.__version__
    newest = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert dateline.__version__ in newest[1]


def test_no_document_or_lock_names_a_host_of_packages():
    for path in [*DOCUMENTS, *ROOT.glob("*.lock")]:
        assert not re.search(r"https?://(?!live\.example\.org|127\.0\.0\.1)\w", path.read_text()), (
            path
        )
