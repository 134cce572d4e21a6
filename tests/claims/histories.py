"""Random commands about claims, for `tests.coverage.histories`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from dateline.claims import read
from dateline.claims.kinds import LEDGER, ClaimRelation, Hop, Moment, Number, claim_ref, source_ref
from dateline.claims.records import STANCES
from dateline.claims.view import ClaimView
from dateline.desk.commands import assessments, claims
from dateline.desk.commands.claim_rules import ClaimText, PositionText, SourceText
from dateline.journal.models import Coverage
from dateline.journal.read import last_seq
from tests.people import act

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def source(label: str, number: int) -> SourceText:
    """A source that is named or not, by the number."""
    if number % 3 == 0:
        return SourceText(
            label=label,
            source_type="eyewitness",
            naming="described",
            anonymity_reason="safety",
        )
    return SourceText(
        label=f"{label} {number}",
        source_type="state_body",
        aliases=(label,),
        speaks_for=label,
        bloc="north" if number % 2 else "",
        standing=number % 2 == 0,
        neutral=number == 5,
    )


def position(of: str | SourceText, number: int, erased: int, note: str = "") -> PositionText:
    return PositionText(
        source=of,
        stance=STANCES[erased % len(STANCES)],
        modality=("flat", "absolute", "hedged", "conditional")[number % 4],
        number=Number(str(number), str(number + erased % 3)) if erased % 2 else None,
        said=Moment(LONG_AGO, "day") if erased % 5 == 0 else None,
        chain=(Hop("Reuters", "wire"),) if erased % 3 == 0 else (),
        how="told_us",
        scope=note if number == 2 else "",
        quote=note,
        quote_language="en",
        post=number,
    )


def _record(coverage: Coverage, note: str, number: int, erased: int, **_: object) -> None:
    text = ClaimText(text=f"{note} {erased}", unit="people", category="number")
    first = position(source(note, number), number, erased, note)
    claims.record_claim(**act(), coverage=coverage, claim=text, position=first)


def _take_position(coverage: Coverage, note: str, number: int, erased: int, **_: object) -> None:
    found = _one(coverage, erased)
    known = read.sources(coverage)
    of = known[erased % len(known)].id if known and erased % 4 else source(note, number)
    if found:
        claims.record_position(
            **act(),
            coverage=coverage,
            claim=found.id,
            position=position(of, number, number + erased, note),
        )


def _change_source(coverage: Coverage, note: str, number: int, erased: int, **_: object) -> None:
    known = read.sources(coverage)
    if known:
        chosen = known[erased % len(known)]
        claims.change_source(
            **act(),
            coverage=coverage,
            source=chosen.id,
            expected_seq=last_seq(coverage, source_ref(chosen.id)),
            description=source(note, number),
        )


def _change(coverage: Coverage, note: str, number: int, erased: int, **_: object) -> None:
    found, other = _one(coverage, erased), _one(coverage, number)
    if found is None or other is None:
        return
    change = {
        "coverage": coverage,
        "claim": found.id,
        "expected_seq": last_seq(coverage, claim_ref(found.id)),
    }
    match erased % 4:
        case 0:
            claims.merge_claim(**act(), **change, into=other.id if number % 3 else "")
        case 1:
            relations = (ClaimRelation("refines", other.id),)[: number % 3]
            claims.relate_claim(**act(), **change, relations=relations)
        case 2:
            text = ClaimText(text=f"{note} again {number}", happened=Moment(LONG_AGO, "day"))
            claims.reword_claim(**act(), **change, text=text, note=note)
        case _:
            status = ("checking", "corroborated", "inconclusive", "withdrawn")[number % 4]
            verdict = assessments.Verdict(status=status, note=note, review_after=LONG_AGO)
            assessments.assess(**act(), **change, verdict=verdict)


def _take_back(coverage: Coverage, note: str, number: int, erased: int, **_: object) -> None:
    found, other = _one(coverage, erased), _one(coverage, number)
    if found is None or other is None or not found.record.positions:
        return
    chosen = found.record.positions[number % len(found.record.positions)].id
    about = {"coverage": coverage, "claim": found.id, "position": chosen}
    match erased % 3:
        case 0:
            claims.void_position(**act(), **about, reason=note)
        case 1:
            claims.withdraw_relay(**act(), **about)
        case _:
            claims.move_position(**act(), **about, target=other.id)


def _pin(coverage: Coverage, number: int, erased: int, **_: object) -> None:
    chosen = [each.id for each in (_one(coverage, erased), _one(coverage, number)) if each]
    claims.pin_claims(
        **act(),
        coverage=coverage,
        expected_seq=last_seq(coverage, LEDGER),
        claims=tuple(dict.fromkeys(chosen)),
    )


def _one(coverage: Coverage, number: int) -> ClaimView | None:
    """One of the claims. Ids are random, so they are chosen in the order of recording."""
    found = sorted(read.all_claims(coverage), key=lambda each: each.record.first_seq)
    return found[number % len(found)] if found else None


COMMANDS: list[Callable[..., None]] = [
    _record,
    _record,
    _take_position,
    _take_position,
    _change_source,
    _change,
    _change,
    _take_back,
    _pin,
]


def one_of_each(coverage: Coverage, number: int) -> None:
    """Appends an entry of each kind about claims, at the post with this number."""
    step = {"note": "Water", "number": number, "erased": 3}
    _record(coverage, **step)
    _record(coverage, **step | {"note": "Wine"})
    first, second = sorted(read.all_claims(coverage), key=lambda each: each.record.first_seq)
    named = source("Varn", 4)
    for erased in (3, 4, 6):
        taken = position(named, number, erased, "It rose.")
        claims.record_position(**act(), coverage=coverage, claim=first.id, position=taken)
        named = next(each.id for each in read.sources(coverage) if each.is_named)  # type: ignore[assignment]
    own = read.view(coverage, first.id)
    assert own is not None
    about = {"coverage": coverage, "claim": first.id}
    *_, one, two, three = own.record.positions
    claims.withdraw_relay(**act(), **about, position=one.id)
    claims.void_position(**act(), **about, position=two.id, reason="Not they.")
    claims.move_position(**act(), **about, position=three.id, target=second.id)
    _change_source(coverage, note="Orrin", number=4, erased=0)
    _pin(coverage, number=number, erased=1)
    _change(coverage, note="Dam", number=2, erased=1)
    for erased in (2, 3, 0):
        _change(coverage, note="Dam", number=1, erased=erased)
