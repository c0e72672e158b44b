"""Every wanted paper of a dossier as bytes by file name. A pure function: the same dossier gives the same bytes.

Folders say who may read what: `public/`, `bidders/<bid>/`, `agency/`, `protected/`. `papers.json` lists all of them with their digests.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...canonical import canonical_json, sha256_hex
from ...desk.decision_record import decision_record, decision_record_json
from ...desk.dossier import Dossier
from ...faults import Fault, InputRefused, fault
from ...feeds.answer_forms import answer_form
from ...feeds.appraisals.sheets import sheet_form
from ...terms import Lang, Text
from ..html import html_papers
from ..pdf import pdf_here, pdf_papers
from ..render import file_name, printable
from ..view import letter_views
from ..view_findings import View
from .award import award_document
from .blocks import Audience, Document
from .comparison import comparison_document
from .criteria import criteria_document
from .decision import decision_document
from .kinds import KINDS, Kind, Stage
from .letters import letter_documents
from .protected import protected_document
from .questions import letters_on, question_documents
from .results import reasons_document, results_document
from .views import view_of
from .xlsx import xlsx_document

INDEX = "papers.json"
FORMAT = "sekisho-papers/1"
FOLDERS: Mapping[Audience, str] = {"public": "public", "bidder": "bidders", "agency": "agency", "protected": "protected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which papers: in which languages, and of which kinds (() = all that can be made)."""

    langs: tuple[Lang, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Papers by file name, the index of them among them, and the kinds that cannot be made yet."""

    files: Mapping[str, bytes]
    index: dict[str, object]
    not_yet: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """One file: its name, its kind, who may read it, the bid it is about, its language."""

    name: str
    octets: bytes
    kind: str
    audience: Audience
    bid: str
    lang: Lang


def make_papers(dossier: Dossier, wanted: Wanted) -> Made:
    """InputRefused where a kind was asked for by name that cannot be made yet."""
    stages = stages_of(dossier)
    asked = [kind for kind in KINDS if not wanted.kinds or kind.id in wanted.kinds]
    ready = [kind for kind in asked if kind.since in stages]
    not_yet = tuple(kind for kind in asked if kind not in ready)
    if wanted.kinds and not_yet:
        raise InputRefused([_too_early(kind) for kind in not_yet])
    papers = [paper for lang in wanted.langs for paper in _papers(dossier, ready, lang)]
    papers += _record_as_json(dossier, ready, wanted.langs[0])
    index = _index(dossier, papers)
    return Made(files={paper.name: paper.octets for paper in papers} | {INDEX: canonical_json(index)}, index=index, not_yet=not_yet)


def stages_of(dossier: Dossier) -> set[Stage]:
    """The stages that the case has come to."""
    reached = {
        "notice": dossier.notice is not None,
        "lists": dossier.judgement is not None,
        "opened": dossier.results is not None,
        "award": dossier.results is not None and dossier.results.winner is not None,
    }
    found: dict[str, Stage] = {"notice": "notice", "lists": "lists", "opened": "opened", "award": "award"}
    return {found[name] for name, holds in reached.items() if holds}


def _too_early(kind: Kind) -> Fault:
    since = SINCE[kind.since]
    return fault(
        "tender.yaml",
        "papers.too-early",
        where="--only",
        what=("まだ作成できない文書である", "this paper cannot be made yet"),
        remedy=(since.ja, since.en),
        shown=kind.id,
    )


SINCE: Mapping[Stage, Text] = {
    "notice": Text(ja="tender.yaml に evaluation: を書く", en="write evaluation: in tender.yaml"),
    "lists": Text(
        ja="stage: list とするか、publication.opened_at に開札日を書き、その日以後に作成する",
        en="set stage: list, or state publication.opened_at and make it on or after that day",
    ),
    "opened": Text(
        ja="publication.opened_at に開札日を書き、その日以後に作成する",
        en="state publication.opened_at and make it on or after that day",
    ),
    "award": Text(
        ja="落札候補者が定まるか、publication.award に決定を記録してから作成する",
        en="make it once a winner is proposed, or the decision stands under publication.award",
    ),
}


def _papers(dossier: Dossier, kinds: Sequence[Kind], lang: Lang) -> Iterator[_Paper]:
    for kind in kinds:
        if kind.id == "sheets":
            yield from _sheets(dossier, lang)
        elif kind.id == "questions":
            yield from _questions(dossier, kind, lang)
        else:
            for document in DOCUMENTS[kind.id](dossier, lang):
                yield from _forms(document, dossier, kind)


DOCUMENTS: Mapping[str, Callable[[Dossier, Lang], Iterable[Document]]] = {
    "criteria": lambda dossier, lang: [criteria_document(dossier.notice, lang)] if dossier.notice else [],
    "results": lambda dossier, lang: [results_document(dossier.results, lang)] if dossier.results else [],
    "reasons": lambda dossier, lang: [reasons_document(dossier.results, lang)] if dossier.results else [],
    "protected": lambda dossier, lang: [protected_document(dossier.judgement, lang, draft=_is_open(dossier))] if dossier.judgement else [],
    "comparison": lambda dossier, lang: (
        [comparison_document(dossier.judgement, lang, draft=_is_open(dossier))] if dossier.judgement and dossier.judgement.evaluation else []
    ),
    "record": lambda dossier, lang: (
        [decision_document(decision_record(found), found.case.submission.tender, lang, draft=_is_open(dossier))]
        if (found := dossier.basis) is not None
        else []
    ),
    "award": lambda dossier, lang: [award_document(dossier.results, lang)] if dossier.results else [],
    "letters": lambda dossier, lang: letter_documents(dossier.results, lang) if dossier.results else [],
}
"""Kind -> the documents that it comes to; sheets and bundles are files of their own."""


def _is_open(dossier: Dossier) -> bool:
    """Whether no award is decided yet."""
    return dossier.published.award is None or dossier.published.award.at is None


def _forms(document: Document, dossier: Dossier, kind: Kind) -> Iterator[_Paper]:
    """The document as HTML, PDF where that can be made, and a workbook where the kind has one."""
    view, path = view_of(document, dossier.case.submission.tender), _path(document)
    made = _printed(path, "notice", view, dossier)
    if kind.workbook:
        made |= {f"{path}.xlsx": xlsx_document(view, dossier.day)}
    for name, octets in made.items():
        yield _Paper(name=name, octets=octets, kind=document.kind, audience=document.audience, bid=document.bid, lang=document.lang)


def _printed(path: str, template: str, view: View, dossier: Dossier) -> dict[str, bytes]:
    """HTML and, where it can be made, PDF. Each HTML bears its own subset of the font: a shared one would tell the characters of other papers."""
    made = html_papers({f"{path}.html": (f"{template}.html", view)})
    return made | pdf_papers({f"{path}.pdf": (f"{template}.typ", view)}, dossier.day) if pdf_here() else made


def _record_as_json(dossier: Dossier, kinds: Sequence[Kind], lang: Lang) -> Iterator[_Paper]:
    """The decision record for machines, once: it is in both languages."""
    if dossier.basis is not None and any(kind.id == "record" for kind in kinds):
        octets = canonical_json(decision_record_json(decision_record(dossier.basis)))
        yield _Paper(name="agency/decision-record.json", octets=octets, kind="record", audience="agency", bid="", lang=lang)


def _questions(dossier: Dossier, kind: Kind, lang: Lang) -> Iterator[_Paper]:
    """In a round a letter to every bidder with the form for its answers; without rounds the letters of questions, as `judge` writes them."""
    if dossier.judgement is not None and (letters := letters_on(dossier.judgement)):
        for document, letter in zip(question_documents(dossier.judgement, lang), letters, strict=True):
            yield from _forms(document, dossier, kind)
            octets = answer_form(letter, dossier.case.submission.tender, lang)
            name = f"bidders/{file_name(letter.bid)}/answers.{lang}.xlsx"
            yield _Paper(name=name, octets=octets, kind="questions", audience="bidder", bid=letter.bid, lang=lang)
        return
    yield from _letters_without_round(dossier, lang)


def _letters_without_round(dossier: Dossier, lang: Lang) -> Iterator[_Paper]:
    letters = letter_views(dossier.judgement, lang) if dossier.judgement else {}
    for bid, view in letters.items():
        for name, octets in _printed(f"bidders/{file_name(bid)}/questions.{lang}", "letter", printable(view), dossier).items():
            yield _Paper(name=name, octets=octets, kind="questions", audience="bidder", bid=bid, lang=lang)


def _path(document: Document) -> str:
    folder = FOLDERS[document.audience]
    about = f"{file_name(document.bid)}/" if document.audience == "bidder" else ""
    return f"{folder}/{about}{document.name}.{document.lang}"


def _sheets(dossier: Dossier, lang: Lang) -> Iterator[_Paper]:
    """A blank sheet for each bid and evaluator."""
    criteria = dossier.notice.criteria if dossier.notice else None
    tender = dossier.case.submission.tender
    for bid in dossier.case.submission.bids if criteria else ():
        for place, member in enumerate(criteria.members if criteria else (), start=1):
            assert criteria is not None
            octets = sheet_form(criteria, title=tender.title or tender.id, member=member, bid=bid.id, lang=lang)
            name = f"agency/sheets/{file_name(bid.id)}/{place:02}-{file_name(member)}.{lang}.xlsx"
            yield _Paper(name=name, octets=octets, kind="sheets", audience="agency", bid=bid.id, lang=lang)


def _index(dossier: Dossier, papers: Sequence[_Paper]) -> dict[str, object]:
    """What was made, of which case, as of which day, by digest."""
    return {
        "format": FORMAT,
        "case": dossier.case.submission.tender.id,
        "as_of": dossier.day.isoformat(),
        "judgement": dossier.judgement.digest if dossier.judgement else None,
        "papers": [
            {
                "path": one.name,
                "kind": one.kind,
                "audience": one.audience,
                "bid": one.bid or None,
                "lang": one.lang,
                "sha256": sha256_hex(one.octets),
            }
            for one in papers
        ],
    }
