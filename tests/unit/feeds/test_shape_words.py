"""What stands at list stage, and what the words of a tender's shape are read as."""

from pathlib import Path

import yaml

from sekisho.feeds.case_folder import read_case


def test_a_price_at_list_stage_is_not_used_and_warned_about(tmp_path: Path) -> None:
    (tmp_path / "bids" / "A").mkdir(parents=True)
    told = {"tender": {"id": "T", "notice_date": "2026-04-01", "policy": "jp-2018", "stage": "list"}}
    (tmp_path / "tender.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    bid = {"bid": {"bidder": {"name": "甲社"}}, "price": {"amount": "5"}}
    (tmp_path / "bids" / "A" / "bid.yaml").write_text(yaml.safe_dump(bid, allow_unicode=True), encoding="utf-8")
    assert [one.rule for one in read_case(tmp_path).warnings] == ["case.price-early"]
