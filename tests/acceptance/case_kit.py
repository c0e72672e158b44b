"""Small case folders, written as a user would write them."""

from __future__ import annotations

from pathlib import Path

REGISTER_HEAD = (
    "entity,name,lang,name_kind,country,parent,scheme,identifier,designates,covers,purpose,affiliates,authority,clause,source,"
    "effective_from,effective_to,classification,unverified"
)


def register_row(entity: str, name: str, **cells: str) -> str:
    columns = REGISTER_HEAD.split(",")
    held = {"entity": entity, "name": name, **cells}
    return ",".join(held.get(column, "") for column in columns)


def write_register(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([REGISTER_HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def write_case(folder: Path, tender: str, bids: dict[str, dict[str, str]]) -> Path:
    """A case folder; each bid maps file names to texts."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tender.yaml").write_text(tender, encoding="utf-8")
    for bid, files in bids.items():
        for name, text in files.items():
            target = folder / "bids" / bid / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return folder


EX_1_TENDER = """\
tender: {id: EX-1, title: 例題, agency: 例省, notice_date: 2026-04-01, policy: none}
ceiling: {amount: "1000", currency: JPY, tax: excluded}
evaluation: {preset: add-1, technical_points: 100, price_points: 100, rounding: {mode: down, places: 0, applies_to: each}}
"""


def priced_bid(name: str, price: str, score: str) -> dict[str, str]:
    return {
        "bid.yaml": f"bid: {{bidder: {{name: {name}}}}}\n"
        f'price: {{amount: "{price}", currency: JPY, tax: excluded}}\n'
        f'technical: {{score: "{score}", mandatory_met: true}}\n'
    }


EX_1_BIDS = {
    "A": priced_bid("甲社", "700", "50"),
    "B": priced_bid("乙社", "800", "65"),
    "C": priced_bid("丙社", "900", "80"),
    "D": priced_bid("丁社", "1100", "100"),
}

JP_TENDER = """\
tender: {id: T-1, title: LAN更改, agency: 例省, notice_date: 2026-03-02, policy: jp-2018, viewpoints: [core-infrastructure], stage: list}
"""


def listed_bid(csv: str, more: str = "") -> dict[str, str]:
    return {"bid.yaml": f"bid: {{bidder: {{name: 甲社, country: JP}}}}\nlist: list.csv\n{more}", "list.csv": csv}
