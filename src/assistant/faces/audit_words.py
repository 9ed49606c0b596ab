"""The audit in French: one phrase per finding, shared by the terminal and the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant import wording
from assistant.audit.values import Audit, DocumentAudit, PageAudit, PageReview, PassageNote
from assistant.domain import Document
from assistant.faces.render import counted, decimal, typeset, visible
from assistant.sources import date_text

NBSP = "\u00a0"
NOTHING = "—"


def number(value: int) -> str:
    """« 12 345 », its thousands apart."""
    return f"{value:,}".replace(",", "\u202f")


def percent(share: float | None) -> str:
    """« 97 % », never rounded up to a hundred nor down to nothing."""
    if share is None:
        return NOTHING
    return f"{whole_percent(share)}{NBSP}%"


def whole_percent(share: float) -> int:
    shown = round(100 * share)
    if shown == 100 and share < 1:
        return 99
    return 1 if shown == 0 and share > 0 else shown


def score(value: float | None) -> str:
    return NOTHING if value is None else str(whole_percent(value))


def rate(value: float) -> str:
    return decimal(value, 1)


def pages(audit: DocumentAudit) -> str:
    """« 12, 1 non lue »."""
    parts = [number(audit.pages)]
    if audit.pages_unread:
        parts.append(counted(wording.AUDIT_PAGES_UNREAD, audit.pages_unread))
    if audit.pages_empty:
        parts.append(counted(wording.AUDIT_PAGES_EMPTY, audit.pages_empty))
    return ", ".join(parts) if audit.pages else NOTHING


def engines(audit: DocumentAudit) -> str:
    """« pdfium 11, OCR 1 »; no count where one has read them all."""
    names = [(wording.AUDIT_ENGINES[name], count) for name, count in audit.engines.items()]
    if len(names) == 1:
        return names[0][0]
    return ", ".join(f"{name}{NBSP}{number(count)}" for name, count in names) or NOTHING


def grades(audit: DocumentAudit) -> str:
    """« 97 (11/1/0) »: the score, then pages well, fairly and badly read."""
    if not audit.grades:
        return score(audit.score)
    counts = "/".join(number(audit.grades.get(name, 0)) for name in ("good", "fair", "poor"))
    return f"{score(audit.score)} ({counts})"


def state(audit: DocumentAudit) -> str:
    """« à jour », « non lu : fichier chiffré », with what the catalogue lacks."""
    said = wording.AUDIT_STATES[audit.state]
    if audit.problem and audit.state != "missing":
        said += f"{NBSP}: {audit.problem}"
    if not audit.document.catalogued:
        said += f", {wording.AUDIT_UNCATALOGUED}"
    return line(said)


def passages(audit: DocumentAudit) -> str:
    said = number(audit.passages)
    if audit.said_elsewhere:
        said += f", {counted(wording.AUDIT_SAID_ELSEWHERE, audit.said_elsewhere)}"
    return said


def page(number_: int | None, label: str | None = None) -> str:
    if number_ is None:
        return NOTHING
    shown = str(number_)
    return f"{shown} («{NBSP}{visible(label)}{NBSP}»)" if label and label != shown else shown


def why(audit: PageAudit) -> str:
    return ", ".join(wording.AUDIT_FLAWS[flaw] for flaw in audit.flaws)


def page_row(audit: PageAudit) -> tuple[str, ...]:
    """As `wording.SHOW_COLUMNS` heads it."""
    return (
        page(audit.number, audit.label),
        wording.AUDIT_ENGINES[audit.engine],
        wording.AUDIT_PAGE_STATES[audit.state],
        score(audit.score),
        number(audit.words),
        percent(audit.coverage),
        number(audit.changes),
        why(audit),
    )


def heading(audit: DocumentAudit) -> str:
    """« Titre (identifiant) »."""
    document = audit.document
    return line(f"{document.title or document.source} ({document.id})")


def page_heading(audit: PageAudit) -> str:
    place = wording.VIEW_WHOLE
    if audit.number is not None:
        place = wording.VIEW_PAGE.format(page=page(audit.number, audit.label))
    engine, state_ = wording.AUDIT_ENGINES[audit.engine], wording.AUDIT_PAGE_STATES[audit.state]
    return line(wording.SHOW_PAGE_HEADING.format(place=place, state=state_, engine=engine))


def figures(review: PageReview) -> Iterator[str]:
    """How well a page reads, what of it can be cited."""
    quality = review.quality
    if quality is not None and review.page.grade is not None:
        shares = ("known", "glued", "spaced", "ligatures", "accents", "strange")
        yield line(
            wording.SHOW_QUALITY.format(
                score=score(quality.score),
                grade=wording.AUDIT_GRADES[review.page.grade],
                words=number(quality.words),
                **{name: decimal(100 * getattr(quality, name), 1) for name in shares},
            )
        )
    found = counted(wording.SHOW_PASSAGES, len(review.passages))
    coverage = percent(review.page.coverage)
    yield line(wording.SHOW_COVERAGE.format(coverage=coverage, passages=found))
    if review.dropped:
        yield line(counted(wording.SHOW_DROPPED, review.dropped))


def changes(review: PageReview) -> Iterator[str]:
    """How many repairs of each kind, and which."""
    if not review.changes:
        yield wording.SHOW_CHANGES_NONE
        return
    yield line(counted(wording.SHOW_CHANGES, len(review.changes)))
    for kind, count in review.changes_by_kind.items():
        pairs = dict.fromkeys((c.before, c.after) for c in review.changes if c.kind == kind)
        shown = [wording.SHOW_CHANGE.format(before=b, after=a) for b, a in pairs]
        name = wording.SHOW_KINDS.get(kind, kind)
        yield line(wording.SHOW_KIND.format(kind=name, n=number(count), which=", ".join(shown)))


def title(documents: Mapping[str, str], document_id: str) -> str:
    return documents.get(document_id) or document_id


def titles(audit: Audit) -> dict[str, str]:
    return {item.document.id: item.document.title for item in audit.documents}


def totals(audit: Audit) -> Iterator[tuple[str, str]]:
    """Each total with what it counts."""
    found = audit.totals
    for name, label in wording.AUDIT_TOTALS.items():
        value = getattr(found, name)
        if name == "coverage":
            yield percent(value), label
        elif name == "repairs":
            yield rate(value), label
        else:
            yield number(value), label


def overlaps(audit: Audit) -> list[str]:
    names = titles(audit)
    found = []
    for pair in audit.overlaps:
        said = wording.AUDIT_OVERLAP.format(
            one=title(names, pair.document_id),
            other=title(names, pair.other_id),
            share=whole_percent(pair.share),
            back=whole_percent(pair.back),
        )
        if pair.twins:
            said += f", {counted(wording.AUDIT_OVERLAP_TWINS, pair.twins)}"
        found.append(line(said))
    return found


def outdated(audit: Audit) -> list[str]:
    names = titles(audit)
    return [
        line(
            wording.AUDIT_STANDINGS[item.standing].format(
                one=title(names, item.document_id),
                by=title(names, item.by or ""),
                years=counted(wording.AUDIT_GAP, item.years or 0),
            )
        )
        for item in audit.outdated
    ]


def orphans(audit: Audit) -> list[str]:
    names, found = titles(audit), audit.orphans
    said = [wording.AUDIT_ORPHAN_FILE.format(name=name) for name in found.without_file]
    said += [wording.AUDIT_ORPHAN_UNCATALOGUED.format(name=name) for name in found.uncatalogued]
    said += [
        wording.AUDIT_LINKS[link.problem].format(
            one=title(names, link.document_id), field=link.field, target=title(names, link.target)
        )
        for link in found.links
    ]
    said += [wording.AUDIT_ORPHAN_EXPANSION.format(name=name) for name in found.expansions]
    return [line(item) for item in said]


def quarantine(audit: Audit) -> list[str]:
    return [
        line(
            wording.AUDIT_SET_ASIDE.format(
                source=item.source,
                message=item.message,
                since=day(item.since),
                tries=counted(wording.AUDIT_TRIES, item.tries),
            )
        )
        for item in audit.quarantine
    ]


def passage_lists(audit: Audit) -> tuple[tuple[str, tuple[PassageNote, ...]], ...]:
    return (
        (wording.AUDIT_LONGEST, audit.longest),
        (wording.AUDIT_EMPTIEST, audit.emptiest),
        (wording.AUDIT_HEADLESS, audit.without_heading),
    )


def findings(audit: Audit) -> tuple[tuple[str, list[str], str], ...]:
    """Title, lines, and what is said when there are none."""
    return (
        (wording.AUDIT_OVERLAPS, overlaps(audit), wording.AUDIT_OVERLAPS_NONE),
        (wording.AUDIT_OUTDATED, outdated(audit), wording.AUDIT_OUTDATED_NONE),
        (wording.AUDIT_ORPHANS, orphans(audit), wording.AUDIT_ORPHANS_NONE),
        (wording.AUDIT_QUARANTINE, quarantine(audit), wording.AUDIT_QUARANTINE_NONE),
    )


def day(moment: str) -> str:
    """« 7 mai 2020 », from a date and time in ISO 8601."""
    return date_text(Document(id="", title="", date=moment[:10])) or moment


def line(text: str) -> str:
    return typeset(visible(text).replace("\n", " "))
