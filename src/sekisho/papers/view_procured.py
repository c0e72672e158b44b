"""How the tender is procured, as rows: method and its exception, a discretionary contract's clause, experts, GPA Art. III."""

from collections.abc import Iterator

from ..desk.model import Judgement
from ..desk.procedure import method_text
from ..tenders.model import Bid, Tender
from ..tenders.shape import Experts, Invocation, Member, Opinion
from ..terms import Lang, decimal_text
from .dates import day_text
from .texts import name_text
from .words import word


def procured_rows(judgement: Judgement, lang: Lang) -> list[list[str]]:
    """Rows of name and text; a tender that records nothing of it has none."""
    tender = judgement.submission.tender
    return [*_method(tender, lang), *_experts(tender.shape.experts, lang), *_art_iii(tender, lang)]


def _method(tender: Tender, lang: Lang) -> Iterator[list[str]]:
    told, exception, rests_on = method_text(tender), tender.method_exception, tender.shape.discretionary
    if told is not None:
        yield [word(lang, "method"), told.pick(lang)]
    if exception is not None:
        facts = {"by": exception.by, "authority": exception.authority, "at": day_text(exception.at, lang), "reason": exception.reason}
        yield [word(lang, "method_exception"), word(lang, "method_exception_text", **facts)]
    if rests_on is not None:
        facts = {"by": rests_on.by, "authority": rests_on.clause, "at": day_text(rests_on.at, lang), "reason": rests_on.reason}
        yield [word(lang, "discretionary"), word(lang, "method_exception_text", **facts)]


def _experts(heard: Experts | None, lang: Lang) -> Iterator[list[str]]:
    if heard is None:
        return
    yield [word(lang, "experts"), _opinions(heard.on_criteria, lang)]
    yield [word(lang, "experts_again"), word(lang, "not_recorded" if heard.again is None else "again_yes" if heard.again else "again_no")]
    if heard.again:
        yield [word(lang, "experts_on_winner"), _opinions(heard.on_winner, lang)]


def _opinions(opinions: tuple[Opinion, ...], lang: Lang) -> str:
    return " / ".join(f"{name_text(one.by)} {day_text(one.at, lang)}: {one.opinion}" for one in opinions) or word(lang, "not_recorded")


def _art_iii(tender: Tender, lang: Lang) -> Iterator[list[str]]:
    for one in tender.shape.invocations:
        yield [word(lang, "art_iii"), _invocation(one, lang)]
    if tender.shape.method and not tender.shape.invocations:
        yield [word(lang, "art_iii"), word(lang, "art_iii_none")]


def _invocation(one: Invocation, lang: Lang) -> str:
    return word(
        lang,
        "art_iii_text",
        whether=word(lang, "art_iii_invoked" if one.invoked else "art_iii_declined"),
        paragraph=one.paragraph,
        lots=", ".join(one.lots) or word(lang, "whole_tender"),
        by=one.by,
        authority=one.authority,
        at=day_text(one.at, lang),
        reason=one.reason,
    )


def behind_rows(bid: Bid, lang: Lang) -> list[list[str]]:
    """Members of a consortium with role, share and work; the supplier behind a lessor."""
    members, lease = bid.shape.members, bid.shape.lease
    rows = [[word(lang, "members"), " / ".join(_member(one, lang) for one in members)]] if members else []
    if lease is not None:
        rows.append([word(lang, "lease"), name_text(lease.supplier.name) if lease.supplier else word(lang, "not_disclosed")])
    return rows


def _member(one: Member, lang: Lang) -> str:
    facts = [word(lang, f"role_{one.role}"), f"{decimal_text(one.share)}%" if one.share is not None else "", one.work]
    return f"{name_text(one.party.name)} ({', '.join(fact for fact in facts if fact)})"
