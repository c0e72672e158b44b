"""How the tender is procured, checked before anything is judged: the method and its exception, experts to be heard, one party to a 随意契約.

What stops is a fault; what a person must still do or see is a finding about the tender, shown beside those about bids.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from ..evaluation.frozen import lots_digest, notice_digest
from ..evaluation.model import Terms
from ..evaluation.quality import decides_by_price_alone, looks_at_price
from ..faults import Fault, InputRefused, fault
from ..findings import Finding, Link, Question, Verdict
from ..policy.model import MethodGuard, Pack
from ..policy.reading import scope_of
from ..tenders.methods import methods
from ..tenders.model import MethodException, Tender
from ..tenders.procedure import Hearing, hearing
from ..tenders.shape import Experts, Opinion
from ..terms import Source, Text
from .model import Case

FILE = "tender.yaml"
ASK_EXPERTS = Text(
    ja="職員による確認: 学識経験者の意見を聴いた記録(役割、日付、意見)を tender.yaml の experts に記載してください。",
    en="For the officer: record whom you heard (role, day, opinion) under experts of tender.yaml.",
)
ASK_EXCEPTION = Text(
    ja="職員による確認: 例外の決定の日付を確かめ、公告の前に決定がなかったのなら方式を改めてください。",
    en="For the officer: check the day of the exception; where it was not decided before the notice, change the method.",
)


def check_method(case: Case, pack: Pack | None) -> None:
    """InputRefused where the method and what the case holds do not go together."""
    faults = [*_guarded(case, pack), *_of_method(case)]
    if faults:
        raise InputRefused(faults)


def procedure(case: Case, pack: Pack | None) -> tuple[Finding, ...]:
    """Findings about the tender itself: exceptions on record, and steps that are not."""
    return (*_exception(case, pack), *_experts(case))


def terms_of(case: Case) -> tuple[Terms, ...]:
    """The terms of the tender, or of each of its lots."""
    return (case.terms,) if case.terms is not None else tuple(case.lot_terms.values())


def frozen_digest(case: Case) -> str:
    """The digest of what the notice froze: of the whole, or of every lot with the limit on them."""
    if case.terms is not None:
        return notice_digest(case.terms)
    limit = case.submission.tender.shape.lot_limit
    return lots_digest(case.lot_terms, most=limit.most if limit else None)


def _guard(case: Case, pack: Pack | None) -> MethodGuard | None:
    """The pack's guard, where the system is in scope and price alone decides."""
    guard = pack.method_guard if pack else None
    if pack is None or guard is None or scope_of(pack, case.submission.tender.viewpoints).answer != "in":
        return None
    refused = any(terms.preset.lower() in guard.refused or decides_by_price_alone(terms, file=FILE) for terms in terms_of(case))
    return guard if refused else None


def _guarded(case: Case, pack: Pack | None) -> Iterator[Fault]:
    guard = _guard(case, pack)
    if guard is not None and case.submission.tender.method_exception is None:
        yield fault(
            FILE,
            "policy.method-refused",
            where="evaluation.preset",
            what=(guard.because.ja, guard.because.en),
            remedy=(
                "品質も評価する方式を選ぶか、tender.method_exception: {by, authority, reason, at} に例外の決定を記録する",
                "choose an evaluation that scores quality too, or record the decision as tender.method_exception: {by, authority, reason, at}",
            ),
            shown=", ".join(dict.fromkeys(terms.preset for terms in terms_of(case))),
        )


def _of_method(case: Case) -> Iterator[Fault]:
    """Tendering decides by price too; a discretionary contract has one party, and a price that can be held against its ceiling."""
    shape, bids = case.submission.tender.shape, case.submission.bids
    for terms in terms_of(case) if shape.method in ("open", "designated") else ():
        if not looks_at_price(terms, file=FILE):
            yield fault(
                FILE,
                "evaluation.price-not-weighed",
                where="evaluation.preset",
                what=("価格が結果に影響しない。競争入札は価格も含めて決める", "the price changes no rank; tendering decides by price too"),
                remedy=("価格を採点する方式を選ぶか、method: planning とする", "choose a preset that scores the price, or method: planning"),
                shown=terms.preset,
            )
    if shape.discretionary is None:
        return
    if len(bids) != 1:
        yield fault(
            FILE,
            "evaluation.discretionary-several",
            where="tender.method",
            what=("随意契約の相手方は一者である", "a discretionary contract is with one party"),
            remedy=(
                "相手方の一者だけを bids/ に置く。比べるなら企画競争とする",
                "keep that party alone under bids/; to compare several use method: planning",
            ),
            shown=str(len(bids)),
        )
    ceiling, rate = shape.discretionary.ceiling, shape.discretionary.tax_rate
    for bid in bids if ceiling is not None else ():
        if (
            bid.price is not None
            and ceiling is not None
            and (bid.price.currency != ceiling.currency or (bid.price.tax != ceiling.tax and rate is None))
        ):
            yield fault(
                f"bids/{bid.id}/bid.yaml",
                "evaluation.contract-basis",
                where="price",
                what=("通貨か税の扱いが予定価格と揃っていない", "currency or tax basis differs from the ceiling's"),
                remedy=("揃えるか、discretionary.tax_rate を書く", "use one currency and tax basis, or state discretionary.tax_rate"),
                shown=f"{bid.price.currency} {bid.price.tax}",
            )


def _exception(case: Case, pack: Pack | None) -> Iterator[Finding]:
    """The exception on record, where it was needed: to be seen, and to be settled where it was decided after the notice."""
    tender, guard = case.submission.tender, _guard(case, pack)
    exception = tender.method_exception
    if guard is None or exception is None:
        return
    late = exception.at > tender.notice_date
    yield Finding(
        rule="METHOD",
        verdict=Verdict.REFER if late else Verdict.CLEAR,
        subject={"tender": tender.id, "method": "price-alone"},
        because=_exception_text(exception, guard, late=late),
        evidence=(_link("required-by", tender.title or tender.id, pack.id if pack else "", guard.source),),
        ask=Question(fact="method", text=ASK_EXCEPTION) if late else None,
    )


def _exception_text(exception: MethodException, guard: MethodGuard, *, late: bool) -> Text:
    told = Text(
        ja=f"{guard.because.ja}例外の決定: {exception.by}、{exception.authority}、{exception.at}、理由: {exception.reason}。",
        en=f"{guard.because.en} Exception decided by {exception.by} ({exception.authority}) on {exception.at}: {exception.reason}.",
    )
    if not late:
        return told
    return Text(ja=f"{told.ja}決定が公告の後である。", en=f"{told.en} It was decided after the notice.")


def _experts(case: Case) -> Iterator[Finding]:
    """Where the body must hear experts: before the criteria are set, whether again, and then again."""
    tender, step = case.submission.tender, hearing()
    if tender.shape.body != step.body or tender.shape.method in ("planning", "discretionary"):
        return
    if not any(not decides_by_price_alone(terms, file=FILE) for terms in terms_of(case)):
        return
    heard = tender.shape.experts or Experts()
    in_time = _heard(heard.on_criteria, by=tender.notice_date)
    if in_time < step.least:
        what = Text(
            ja=f"落札者決定基準を定める前に学識経験者{step.least}名以上の意見を聴いた記録がない(公告日以前の記録: {in_time}名)。",
            en=f"There is no record that {step.least} experts were heard before the criteria were set (on or before the notice: {in_time}).",
        )
        yield _missing(tender, step, "experts", what)
    elif heard.again is None:
        what = Text(
            ja="落札者を決定する際に改めて意見を聴く必要があるかについて、学識経験者の意見の記録がない。",
            en="The experts' view on whether they must be heard again on the winner is not on record.",
        )
        yield _missing(tender, step, "experts-again", what)
    elif heard.again and tender.stage == "bid" and _heard(heard.on_winner, by=None) < step.least:
        what = Text(
            ja=f"改めて意見を聴く必要があるとされたが、落札者の決定について{step.least}名以上の意見を聴いた記録がない。",
            en=f"The experts are to be heard again on the winner, and there is no record of {step.least} opinions.",
        )
        yield _missing(tender, step, "experts-on-winner", what)


def _heard(opinions: Sequence[Opinion], *, by: date | None) -> int:
    """Different experts heard, by that day."""
    return len({one.by for one in opinions if by is None or one.at <= by})


def _missing(tender: Tender, step: Hearing, fact: str, what: Text) -> Finding:
    return Finding(
        rule="EXPERTS",
        verdict=Verdict.REFER,
        subject={"tender": tender.id, "fact": fact},
        because=Text(ja=f"{what.ja}({step.clause})", en=f"{what.en} ({step.clause})"),
        evidence=(_link("lacks", tender.agency or tender.id, fact, step.source), _link("required-by", fact, step.clause, step.source)),
        ask=Question(fact=fact, text=ASK_EXPERTS),
    )


def _link(relation: str, subject: str, target: str, source: Source) -> Link:
    return Link(
        relation=relation, subject=subject, target=target, source=source.name, retrieved_at=source.retrieved_at, unverified=not source.verified
    )


def method_text(tender: Tender) -> Text | None:
    """The method with its clause, None where the tender does not state one; an unverified clause says so."""
    known = methods().get(tender.shape.method)
    if known is None:
        return None
    doubt = Text(ja="" if known.source.verified else "、未確認", en="" if known.source.verified else ", unverified")
    return Text(ja=f"{known.text.ja}({known.clause}{doubt.ja})", en=f"{known.text.en} ({known.clause}{doubt.en})")
