"""How well the claim matcher reads, and how fast: `.venv/bin/python -m bench.claim_matcher`.

    .venv/bin/python -m bench.claim_matcher [--speed]

Counts what the matcher proposes for the sentences of `tests/claims/matching`, by language and half.
A proposal is right if it can be accepted as it is: source, naming, stance, modality and claim are
as expected. Precision is the share of proposals that are right, recall the share of expected ones
that are proposed right. Then lists every confusion. The status is 1 if a sign is wrong.

With `--speed`, measures the script of the desk in headless Chromium instead: a text of 2,000
characters, 100 known sources and 300 known claims, also with the processor slowed down four times.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright
from tests.chromium import launch
from tests.claims.matching.scoring import HALVES, Comparison, Count, compared, sentences

from dateline import desk
from dateline.claims import matching

SCRIPTS = Path(desk.__file__).parent / "static/desk"
RULES = Path(matching.__file__).parent / "rules"
TIMED = """
async ([rules, known, text]) => {
  const { propose } = await import("/claims/matcher.js");
  const times = [];
  const before = performance.now();
  propose("", "", known, rules);
  const preparing = performance.now() - before;
  for (let round = 0; round < 60; round += 1) {
    // Each time another text, as when somebody writes.
    const begun = performance.now();
    propose(text + " ".repeat(round), "", known, rules, 3);
    times.push(performance.now() - begun);
  }
  const [first, ...rest] = times;
  rest.sort((one, other) => one - other);
  const at = (share) => rest[Math.floor(rest.length * share)];
  return [preparing, first, at(0.5), at(0.95)];
}
"""


def main() -> int:
    chosen = parser().parse_args()
    return speed() if chosen.speed else quality()


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="bench.claim_matcher", description=__doc__)
    made.add_argument("--speed", action="store_true", help="measure the script in Chromium")
    return made


def quality() -> int:
    """Prints the counts and the confusions. Returns the exit status."""
    confusions: list[Comparison] = []
    wrong = 0
    print("| half | language | sentences | expected | proposed | right | precision | recall |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for half in HALVES:
        counts: dict[str, Count] = {}
        for sentence in sentences(half):
            found = list(compared(sentence))
            counts.setdefault(sentence["language"], Count()).add(found)
            confusions += [each for each in found if not each.is_right]
        for language, count in counts.items():
            wrong += count.wrong_signs
            print(
                f"| {half} | {language} | {count.sentences} | {count.expected} | {count.proposed}"
                f" | {count.right} | {count.precision:.2f} | {count.recall:.2f} |"
            )
    print(f"\nWrong signs: {wrong}\n")
    for each in confusions:
        print(described(each))
    return 1 if wrong else 0


def described(confusion: Comparison) -> str:
    """A confusion in some lines: the sentence, what was expected and what was proposed."""
    lines = [f"{confusion.sentence['language']}: {confusion.sentence['text']}"]
    for name, found in (("expected", confusion.expected), ("proposed", confusion.proposed)):
        wrong = confusion.differences if confusion.expected and confusion.proposed else ["stance"]
        shown = ", ".join(f"{each} {found[each]!r}" for each in wrong) if found else "nothing"
        lines.append(f"    {name}: {shown}")
    return "\n".join(lines)


def speed() -> int:
    """Prints how long the script takes in Chromium, by language."""
    print("| language | processor | preparing, ms | first, ms | median, ms | 95th percentile, ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for slower in (1, 4):
            for language in matching.LANGUAGES:
                # A page of its own, so that no code is warm.
                page = browser.new_page()
                times = timed(page, language, slower)
                page.close()
                shown = " | ".join(f"{each:.0f}" for each in times)
                print(f"| {language} | 1/{slower} | {shown} |")
        browser.close()
    return 0


def timed(page: Page, language: str, slower: int) -> Any:
    """Milliseconds of a call without text, of the first one with text, and of those after it."""
    page.route("http://modules.test/**", serve)
    page.goto("http://modules.test/")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    texts = [each["text"] for each in sentences("development") if each["language"] == language]
    known = {
        "sources": [
            {"id": f"{n}", "label": f"Source {n}", "aliases": [f"Name {n}"]} for n in range(100)
        ],
        "claims": [{"id": f"{n}", "text": f"{texts[n % len(texts)]} {n}"} for n in range(300)],
    }
    rules = json.loads((RULES / f"{language}.json").read_text("utf-8"))
    return page.evaluate(TIMED, [rules, known, (" ".join(texts) * 2)[:2000]])


def serve(route: Route) -> None:
    path = SCRIPTS / route.request.url.removeprefix("http://modules.test/")
    if path.suffix == ".js":
        route.fulfill(path=path, content_type="text/javascript")
    else:
        route.fulfill(body="<title>Modules</title>", content_type="text/html")


if __name__ == "__main__":
    sys.exit(main())
