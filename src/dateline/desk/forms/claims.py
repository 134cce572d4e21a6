"""The forms about claims: positions, sources, what we established, and how claims hang together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django import forms

from dateline.claims.kinds import (
    AnonymityReason,
    Category,
    ClaimRelationName,
    Hop,
    Moment,
    Number,
    Precision,
    SourceType,
)
from dateline.claims.records import Basis, How, Modality, Naming, Stance, Status
from dateline.claims.view import ClaimRecord, SourceRecord
from dateline.desk import local_time
from dateline.desk.commands.assessments import Verdict
from dateline.desk.commands.claim_rules import NUMBER, ClaimText, PositionText, SourceText
from dateline.desk.commands.proposed import ProposedPosition
from dateline.journal.entry import value_or

from .fields import CommandForm, DeskForm, LimitedField, line, local_moment, text
from .proposed import read_proposed, write_proposed

STANCE_NAMES: Final[dict[Stance, str]] = {
    "asserts": "asserts it, on its own authority",
    "confirms": "confirms what somebody else claimed",
    "admits": "admits it, against its own interest or after a denial",
    "reports": "reports it, without vouching for it",
    "declines": "neither confirms nor denies it",
    "disputes": "disputes a part of it",
    "denies": "denies it",
    "retracts": "takes back what it said",
}
MODALITY_NAMES: Final[dict[Modality, str]] = {
    "flat": "plainly",
    "absolute": "with certainty: “absolutely”",
    "hedged": "cautiously: “appears”, “may”",
    "conditional": "on a condition: “if confirmed”",
}
CATEGORY_NAMES: Final[dict[Category, str]] = {
    "event": "Something happened",
    "number": "A number",
    "responsibility": "Who is responsible",
    "intent": "What somebody intends",
    "status_of_place": "Who holds a place, or what became of it",
    "statement_made": "Somebody said something",
    "media_is_what_it_shows": "A picture or film shows what is said of it",
    "identity": "Who somebody is",
}
SOURCE_TYPE_NAMES: Final[dict[SourceType, str]] = {
    "person": "Person",
    "state_body": "State body",
    "armed_group": "Armed group",
    "organisation": "Organisation",
    "monitor": "Monitor",
    "news_agency": "News agency",
    "news_outlet": "News outlet",
    "social_account": "Social media account",
    "document": "Document",
    "eyewitness": "Eyewitness",
    "own_staff": "Our own staff",
    "unspecified_state": "A state, such as “Moscow”",
}
NAMING_NAMES: Final[dict[Naming, str]] = {
    "named": "Named",
    "described": "Not named, but described",
    "withheld": "Not described: readers learn only that there is a source",
}
REASON_NAMES: Final[dict[AnonymityReason, str]] = {
    "": "",
    "safety": "For their safety",
    "not_authorised": "They may not speak in public",
    "job": "They could lose their work",
    "legal": "For a legal reason",
    "commercial": "For a commercial reason",
    "unknown_to_us": "We do not know them: somebody else talked to them",
}
HOW_NAMES: Final[dict[How, str]] = {
    "unspecified": "",
    "told_us": "Told us",
    "statement": "Statement",
    "interview": "Interview",
    "press_conference": "Press conference",
    "broadcast": "Broadcast",
    "social_post": "Post on social media",
    "wire": "Agency report",
    "document": "Document",
    "leak": "Leak",
}
PRECISION_NAMES: Final[dict[Precision, str]] = {
    "instant": "To the minute",
    "hour": "To the hour",
    "day": "To the day",
    "week": "To the week",
    "month": "To the month",
    "year": "To the year",
    "unknown": "Not known; it was earlier",
}
STATUS_NAMES: Final[dict[Status, str]] = {
    "checking": "Somebody is checking it",
    "unverified": "We looked, and cannot verify it",
    "corroborated": "Supported, but not yet established",
    "verified": "Verified: we say that it is so (two people)",
    "misleading": "Misleading (two people)",
    "false": "False: we say that it is not so (two people)",
    "inconclusive": "Checked: it cannot be settled",
    "withdrawn": "Withdrawn: we should not have carried it",
    "unassessed": "Not assessed",
}
BASIS_NAMES: Final[dict[Basis, str]] = {
    "own_reporter_witnessed": "Our own reporter saw it",
    "own_interview": "Our own interview",
    "geolocated": "The place is established",
    "chronolocated": "The time is established",
    "document_authenticated": "The document is authentic",
    "data_analysis": "Analysis of data",
    "independent_origins": "Independent origins",
    "responsible_party_admission": "The responsible party admitted it",
    "official_record": "Official record",
    "expert": "Expert",
    "partner_fact_check": "Fact check of a partner",
}
RELATION_NAMES: Final[dict[ClaimRelationName, str]] = {
    "part_of": "Part of",
    "refines": "Refines",
    "contradicts": "Contradicts",
    "depends_on": "Depends on",
}


def choice(label: str, names: Any, **options: Any) -> forms.ChoiceField:
    """Returns a field in which one of these names is chosen."""
    return forms.ChoiceField(label=label, choices=list(names.items()), required=False, **options)


class SourceFields(DeskForm):
    """The description of a source. `description` returns that of a valid form."""

    label = line("Name, as readers see it")
    naming = choice("Named or not", NAMING_NAMES)
    source_type = choice("What it is", SOURCE_TYPE_NAMES)
    anonymity_reason = choice("Why it is not named (readers are told)", REASON_NAMES)
    aliases = line("Other names in texts", help_text="Such as: the Kremlin, Moscow")
    speaks_for = line("For whom it speaks", help_text="A government, an army, a party")
    bloc = line(
        "Its side", help_text="Allies do not corroborate each other. The same words as for them."
    )
    neutral = forms.BooleanField(label="It has no side", required=False)
    standing = forms.BooleanField(
        label="It has standing: a party, a responsible body, a monitor or an expert",
        help_text="Only the denial of a source with standing makes a claim disputed.",
        required=False,
    )

    @property
    def description_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in SourceFields.base_fields]

    def description(self) -> SourceText:
        given = self.cleaned_data
        aliases = [each.strip() for each in given["aliases"].split(",")]
        return SourceText(
            label=given["label"],
            naming=given["naming"] or "named",
            source_type=given["source_type"] or "person",
            anonymity_reason=given["anonymity_reason"],
            aliases=tuple(filter(None, dict.fromkeys(aliases))),
            speaks_for=given["speaks_for"],
            bloc=given["bloc"],
            neutral=given["neutral"],
            standing=given["standing"],
        )


class SourceForm(SourceFields, CommandForm):
    """The description of a source that is known."""


class PositionFields(SourceFields):
    """What a source said. The template shows `source` as a list of those that are known."""

    source = line("Who says so")
    stance = choice("What it says", STANCE_NAMES)
    modality = choice("How it says so", MODALITY_NAMES)
    low = line("Number, or the lowest of a range")
    high = line("The highest of the range")
    said = local_moment(
        "When it was said", "Empty: at the time of the post. In the time zone of the coverage."
    )
    precision = choice("How precisely that is known", PRECISION_NAMES)
    how = choice("How it was said", HOW_NAMES)
    relay = line("Through whom we have it", help_text="Such as Reuters; empty if from the source")
    relay_how = choice("Through what", HOW_NAMES)
    scope = line("About which part of the claim", help_text="Empty: about all of it")
    quote = text("Its own words")
    quote_language = LimitedField(
        12, label="Their language", required=False, help_text="A code such as ru or ar"
    )
    post = forms.IntegerField(
        label="In which post",
        required=False,
        min_value=1,
        help_text="Empty: in the summary or the key points",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not given.get("source") and not given.get("label"):
            self.add_error("source", "Choose who says so, or describe a new source.")
        low = given.get("low") or given.get("high") or ""
        self.number = _number(low), _number(given.get("high") or low)
        if low and None in self.number:
            self.add_error("low", "This is not a number. Write it with digits.")
        return given

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The fields that few positions need."""
        first = ("source", "stance", "modality", "post")
        return [
            self[name]
            for name in PositionFields.base_fields
            if name not in (*first, *SourceFields.base_fields)
        ]

    @property
    def describes(self) -> bool:
        """Whether a new source is being described, so that its fields must be seen."""
        return bool(self["label"].value()) or any(field.errors for field in self.description_fields)

    @property
    def has_more(self) -> bool:
        """Whether one of the rarer fields was filled in, or has an error."""
        usual = {"precision": "instant", "how": "unspecified", "relay_how": "unspecified"}
        return any(
            field.errors or (field.value() or "") not in ("", usual.get(field.name, ""))
            for field in self.more_fields
        )

    def position(self, zone: ZoneInfo) -> PositionText:
        """Returns what a valid form says. Raises local_time.NoSuchTime."""
        given = self.cleaned_data
        low, high = self.number
        return PositionText(
            source=given["source"] or self.description(),
            stance=given["stance"] or "asserts",
            modality=given["modality"] or "flat",
            number=Number(low, high) if low is not None and high is not None else None,
            said=_moment(given["said"], given["precision"], zone),
            earlier=given["precision"] == "unknown",
            chain=(Hop(given["relay"], given["relay_how"] or "unspecified"),)
            if given["relay"]
            else (),
            how=given["how"] or "unspecified",
            scope=given["scope"],
            quote=given["quote"],
            quote_language=given["quote_language"],
            post=given["post"] or 0,
        )


class PositionForm(PositionFields, CommandForm):
    """Another position on a claim."""


class ClaimFields(DeskForm):
    """The sentence of a claim."""

    text = line("The claim", help_text="One sentence that can be checked, affirmative and neutral")
    category = choice("What it is about", CATEGORY_NAMES)
    unit = line("What a number counts", help_text="Such as: people")
    happened = local_moment("When it happened", "In the time zone of the coverage.")
    happened_precision = choice("How precisely that is known", PRECISION_NAMES)

    @property
    def claim_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ClaimFields.base_fields if name != "text"]

    def claim(self, zone: ZoneInfo) -> ClaimText:
        """Returns what a valid form says. Raises local_time.NoSuchTime."""
        given = self.cleaned_data
        return ClaimText(
            text=given["text"],
            category=given["category"] or "event",
            unit=given["unit"],
            happened=_moment(given["happened"], given["happened_precision"], zone),
        )


class NewClaimForm(ClaimFields, PositionFields, CommandForm):
    """A claim with the first position on it."""


class RewordForm(ClaimFields, CommandForm):
    """Another sentence for a claim."""

    note = line("Why it changes", help_text="Readers see it.")


class RelateForm(CommandForm):
    """What a claim is to another one, or is not any more."""

    remove = forms.BooleanField(required=False, widget=forms.HiddenInput)

    relation = choice("It is", RELATION_NAMES)
    other = line("Which claim")


class MergeForm(CommandForm):
    """The claim into which one is merged; '' undoes it."""

    into = line("Into which claim")


class PositionActForm(CommandForm):
    """An act on one position: that it was our mistake, or belongs to another claim."""

    position = forms.CharField(widget=forms.HiddenInput, max_length=32)
    reason = line("What was wrong", help_text="Readers see it.")
    target = line("To which claim")


class VerdictForm(CommandForm):
    """What we established."""

    status = choice("What we say", STATUS_NAMES)
    basis = forms.MultipleChoiceField(
        label="On what basis",
        choices=list(BASIS_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = line("Note for readers", help_text="At most 280 characters")
    review_after = local_moment("Look again at", "In the time zone of the coverage.")

    def verdict(self, zone: ZoneInfo) -> Verdict:
        """Returns what a valid form says. Raises local_time.NoSuchTime."""
        given = self.cleaned_data
        review = _moment(given["review_after"], "instant", zone)
        return Verdict(
            status=given["status"] or "unassessed",
            basis=tuple(cast(list[Basis], given["basis"])),
            note=given["note"],
            review_after=review.at if review else None,
        )


class ProposalForm(CommandForm):
    """A decision on what somebody else proposed."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)


class WaitingForm(DeskForm):
    """A position that waited, as its editor has changed it."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    proposed = forms.CharField(widget=forms.HiddenInput)

    def clean_proposed(self) -> ProposedPosition:
        found = read_proposed(f"[{self.cleaned_data['proposed']}]")
        if len(found) != 1:
            raise forms.ValidationError("This proposal could not be read.")
        return found[0]


class PinClaimForm(CommandForm):
    """Puts a claim first on the page, or takes it from there."""

    claim = forms.CharField(widget=forms.HiddenInput, max_length=32)


def fields_of_source(source: SourceRecord) -> dict[str, Any]:
    """Returns the values of the fields that give this description."""
    described = source.described
    values = {name: value_or(getattr(described, name), "") for name in SourceFields.base_fields}
    return values | {"aliases": ", ".join(value_or(described.aliases, ()))}


def fields_of_proposed(proposed: ProposedPosition) -> dict[str, Any]:
    """Returns the values of the fields that record what was proposed."""
    values = write_proposed(proposed)
    values |= {"text": proposed.claim_text, "anonymity_reason": proposed.reason}
    values |= {"precision": "unknown"} if proposed.earlier else {}
    return {name: value for name, value in values.items() if name in NewClaimForm.base_fields}


def fields_of_claim(claim: ClaimRecord, zone: ZoneInfo) -> dict[str, Any]:
    """Returns the values of the fields that give this sentence."""
    values = {"text": claim.text, "category": claim.category, "unit": claim.unit}
    if claim.happened is None:
        return values
    local = claim.happened.at.astimezone(zone).replace(tzinfo=None)
    return values | {"happened": local, "happened_precision": claim.happened.precision}


def choices_of(sources: Iterable[SourceRecord]) -> list[tuple[str, str]]:
    """Returns the sources for a list, with a word for those that are not named."""
    return [
        (each.id, each.label if each.is_named else f"{each.label} (not named)") for each in sources
    ]


def _moment(typed: datetime | None, precision: str, zone: ZoneInfo) -> Moment | None:
    if typed is None:
        return None
    # Django parsed the field as a time in UTC.
    at = local_time.in_zone(typed.replace(tzinfo=None), zone)
    return Moment(at, cast(Precision, precision or "instant"))


def _number(typed: str) -> str | None:
    """Returns a number in plain digits; None for none."""
    plain = typed.replace(" ", "").replace("\u202f", "").replace(",", "")
    return plain if NUMBER.fullmatch(plain) else None
