"""The price of an award as it is published: with tax, and only once the award is decided."""

from ...desk.publish import Publishable, PublishableAward
from ...faults import refuse
from ...terms import decimal_text


def decided_parts(shown: Publishable) -> tuple[Publishable, ...]:
    """What has been awarded: the tender, or each of its lots that has; InputRefused where nothing has yet."""
    if not shown.decided:
        decided(shown)
    return shown.decided


def decided(shown: Publishable) -> PublishableAward:
    """The award that a person decided; InputRefused where there is none yet."""
    if shown.award is None or shown.award.at is None:
        raise refuse(
            "tender.yaml",
            "publish.not-awarded",
            where="publication.award",
            what=("落札者がまだ決定されていない", "no award has been decided yet"),
            remedy=(
                "publication: {opened_at, award: {winner, at, by, authority}} に決定を記録する(ロットごとなら awards)",
                "record the decision as publication: {opened_at, award: {winner, at, by, authority}} (awards, with lots)",
            ),
        )
    return shown.award


def price_with_tax(award: PublishableAward) -> str:
    """The price with tax as a decimal string; InputRefused where no tax rate is stated for a price without tax."""
    if award.price is None:
        raise refuse(
            "tender.yaml",
            "publish.award-price",
            where="publication.award.price",
            what=("落札者の価格がない", "the award has no price"),
            remedy=("交渉等で定めた価格を publication.award.price に書く", "write the price agreed on as publication.award.price"),
        )
    if award.with_tax is None:
        raise refuse(
            "tender.yaml",
            "publish.tax-rate",
            where="evaluation.tax_rate",
            what=("税抜の入札価格から落札価格を求める税率がない", "there is no tax rate to reckon the award's price from a bid without tax"),
            remedy=("evaluation: {tax_rate: 0.10} のように書く", "write for instance evaluation: {tax_rate: 0.10}"),
        )
    return decimal_text(award.with_tax)
