"""A discretionary contract (随意契約): one party, screened whole and ranked against nobody; its price within the ceiling (予決令99条の5)."""

from fractions import Fraction

from ..findings import Verdict
from ..screening.model import Screening
from ..tenders.model import Bid
from ..tenders.shape import Discretionary
from ..terms import Money, Text

CEILING = Text(ja="価格が予定価格の制限の範囲を超えている", en="The price is above the ceiling")
PRICE = Text(ja="価格がない", en="There is no price")
CONCERN = Text(ja="懸念が払拭されていない", en="A concern has not been dispelled")


def why_not(bid: Bid, rests_on: Discretionary, screening: Screening | None) -> Text | None:
    """Why no contract is proposed with this party, or None where nothing stands against it."""
    verdict = next((one.verdict for one in screening.bids if one.bid == bid.id), Verdict.CLEAR) if screening else Verdict.CLEAR
    if verdict is not Verdict.CLEAR and not (screening and screening.rehearsal):
        return CONCERN
    if bid.price is None:
        return PRICE
    ceiling = rests_on.ceiling
    return CEILING if ceiling is not None and _on_basis(bid.price, ceiling, rests_on.tax_rate) > ceiling.amount else None


def contract_text(bidder: str, rests_on: Discretionary, against: Text | None) -> Text:
    """What is proposed, on which clause and for which reason."""
    told = Text(ja=f"随意契約({rests_on.clause}、理由: {rests_on.reason})", en=f"Discretionary contract ({rests_on.clause}; {rests_on.reason})")
    if against is not None:
        return Text(
            ja=f"{told.ja}: {bidder}との契約は提案しない。{against.ja}。",
            en=f"{told.en}: no contract with {bidder} is proposed. {against.en}.",
        )
    return Text(
        ja=f"{told.ja}: {bidder}を契約の相手方とする。他の者との順位は付けていない。",
        en=f"{told.en}: {bidder} is the party. Nobody was ranked.",
    )


def _on_basis(price: Money, ceiling: Money, rate: Fraction | None) -> Fraction:
    """The price on the ceiling's tax basis, exactly; a rate that is missing where it is needed was refused before."""
    if price.tax == ceiling.tax or rate is None:
        return price.amount
    return price.amount * (1 + rate) if ceiling.tax == "included" else price.amount / (1 + rate)
