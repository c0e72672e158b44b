"""落札実績 of the procurement portal (調達ポータル オープンデータ): one row of eight columns, no header, UTF-8 with a byte order mark."""

from collections.abc import Iterator

from ...desk.publish import Publishable
from ...faults import Fault, InputRefused, fault
from ..csv_out import csv_octets
from .award_price import decided, decided_parts, price_with_tax
from .gif import corporate_number
from .ocds_values import text

COLUMNS = (
    "procurementItemNo", "procurementItemNm", "successfulBidDate", "successfulBidPrice", "ministryCd", "biddingMethodCd", "tradeNameKanji",
    "corporationNo",
)  # fmt: skip
JAPANESE = ("調達案件番号", "調達案件名称", "落札決定日", "落札価格", "府省コード", "入札方式コード", "商号又は名称", "法人番号")
BOM = b"\xef\xbb\xbf"
NEEDED = {"number": "調達案件番号", "ministry_code": "府省コード", "method_code": "入札方式コード"}


def row_of(shown: Publishable) -> tuple[str, ...]:
    """The award's row. InputRefused lists everything that is missing."""
    award, told = decided(shown), shown.publication
    missing = list(_missing(shown))
    if missing:
        raise InputRefused(missing)
    assert award.at is not None
    return (
        told.number,
        text(shown.tender.title),
        award.at.isoformat(),
        price_with_tax(award),
        told.ministry_code,
        told.method_code,
        text(award.bid.bidder.name),
        corporate_number(award.bid.bidder.identifiers),
    )


def octets_of(shown: Publishable) -> bytes:
    """The file: a row for the award, or for that of each lot."""
    return BOM + csv_octets([row_of(one) for one in decided_parts(shown)])


def _missing(shown: Publishable) -> Iterator[Fault]:
    for key, japanese in NEEDED.items():
        if not getattr(shown.publication, key):
            yield fault(
                "tender.yaml",
                "publish.code-missing",
                where=f"publication.{key}",
                what=(f"落札実績に要る{japanese}がない", "this number or code, which a row of awards needs, is missing"),
                remedy=(f"publication: の下に {key}: を書く", f"write {key}: under publication:"),
            )
