"""A small source of each format, with invented entities, and the two ways to read one: through the jail into an edition, or in this process."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sekisho.canonical import sha256_hex
from sekisho.feeds.raw.csv_text import parse_csv
from sekisho.feeds.raw.jail import RawFile
from sekisho.feeds.raw.strict_json import load_checked, parse_json
from sekisho.feeds.raw.strict_lines import check_json_lines, load_checked_lines, parse_text
from sekisho.feeds.raw.strict_xml import parse_xml
from sekisho.feeds.register_source import BareCard, Built, build_edition
from sekisho.feeds.registers.formats import FORMATS
from sekisho.feeds.registers.reading import Reading, Retrieved
from sekisho.register.model import Entity, SourceCard
from sekisho.terms import corporate_number_check_digit

RETRIEVED = date(2026, 6, 1)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A source: its main file, what lies beside it, and how many rows the main file has."""

    format: str
    name: str
    octets: bytes
    rows: int
    also: Mapping[str, bytes] = field(default_factory=dict)


def build(folder: Path, sample: Sample, **card: object) -> Built:
    """The edition of a sample, through its card and the jail; `card` adds or replaces keys."""
    return build_edition([laid_out(folder, sample, **card)], BareCard(retrieved_at=None, good_for_days=None))


def laid_out(folder: Path, sample: Sample, **card: object) -> Path:
    """Writes a sample and its card; the path of its main file."""
    for name, octets in {sample.name: sample.octets, **sample.also}.items():
        (folder / name).write_bytes(octets)
    keys: dict[str, object] = {"format": sample.format, "title": "A sample", "retrieved_at": RETRIEVED.isoformat(), "good_for_days": 30}
    if sample.also:
        keys |= {"also": list(sample.also), "also_sha256": [hashlib.sha256(octets).hexdigest() for octets in sample.also.values()]}
    text = "".join(f"{key}: {json.dumps(value)}\n" for key, value in (keys | card).items() if value is not None)
    (folder / f"{Path(sample.name).stem}.card.yaml").write_text(text, encoding="utf-8")
    return folder / sample.name


def entities(built: Built) -> dict[str, Entity]:
    """The entities by their first name."""
    return {entity.names[0].name: entity for entity in built.edition.entities.values()}


def names(entity: Entity) -> list[tuple[str, str]]:
    return [(known.name, known.kind) for known in entity.names]


def numbers(entity: Entity) -> set[tuple[str, str]]:
    return {(known.scheme, known.value) for known in entity.identifiers}


def warned(built: Built) -> dict[str, str]:
    return {one.rule: one.shown for one in built.warnings}


def read_here(sample: Sample, octets: bytes, *, persons: bool = False) -> Reading:
    """What the reader makes of other octets, without a jail; InputRefused or RegisterRefused where they are refused."""
    card = SourceCard(path=sample.name, format=sample.format, retrieved_at=RETRIEVED, good_for_days=30)
    also = tuple(_raw("csv", name, beside) for name, beside in sample.also.items())
    main = _raw(FORMATS[sample.format].kind(Path(sample.name)), sample.name, octets)
    reading = Reading.of(Retrieved(card=card, raw=main, also=also, persons=persons))
    FORMATS[sample.format].read(reading)
    return reading


def _raw(kind: str, name: str, octets: bytes) -> RawFile:
    value: object
    if kind == "csv":
        value = parse_csv(octets, name).as_value()
    elif kind == "text":
        value = {"lines": parse_text(octets, name)}
    elif kind == "xml":
        value = parse_xml(octets, name).as_value()
    elif kind == "json":
        parse_json(octets, name)
        value = load_checked(octets)
    else:
        check_json_lines(octets, name)
        value = load_checked_lines(octets)
    return RawFile(label=name, kind=kind, octets=octets, digest=sha256_hex(octets), value=value)  # type: ignore[arg-type]


def houjin_number(twelve: str) -> str:
    return f"{corporate_number_check_digit(twelve)}{twelve}"


def houjin_row(number: str, name: str, **cells: str) -> str:
    order = ("process", "kind", "close_date", "successor", "latest", "en_name", "furigana")
    at = dict(zip(order, (2, 8, 18, 20, 23, 24, 28), strict=True))
    row = [""] * 30
    row[0], row[1], row[6], row[8], row[23] = "1", number, name, "301", "1"
    for key, value in cells.items():
        row[at[key]] = value
    return ",".join(f'"{cell}"' for cell in row) + "\n"


OFAC_MAIN = (
    b'101,"REIJI DENKI CO., LTD.",-0- ,"CMIC-EO13959",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"ISIN CNE000000001; Effective Date (CMIC) 02 Aug 2021; '
    b"Listing Date (CMIC) 03 Jun 2021; Unified Social Credit Code (USCC) 91440300MA5REX0001 (China); Issuer Name Reiji Denki; "
    b"a.k.a. 'RJD'; Legal Entity\"\r\n"
    b'102,"REIJI, Taro","individual","SDGT] [NS-PLC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970."\r\n'
    b'103,"REIJI MARU","vessel","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    b'104,"REIJI BANK",-0- ,"UKRAINE-EO13662] [RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    b"\x1a"
)
OFAC_ALSO = {
    "alt.csv": b'101,1,"aka","REIJI ELECTRIC",-0- \r\n101,2,"fka","REIJI SHOKAI",-0- \r\n102,3,"aka","TARO",-0- \r\n\x1a',
    "add.csv": b'101,1,"1 Street","Shenzhen","China",-0- \r\n104,2,-0- ,"Moscow","Russia",-0- \r\n104,3,-0- ,"Nicosia","Cyprus",-0- \r\n\x1a',
    "comments.csv": b"101,\" Number 5493001KJTIIGC8Y1R12; a.k.a. 'REIJI GROUP'; D-U-N-S Number 12-345-6789.\"\r\n\x1a",
}
NOTICE = (
    """○ 例示の輸出等に係る禁止措置の対象となる団体を指定する件(令和八年外務省告示第一号)
指定日:2026年1月15日
1 有限会社れいじ・アルファ DMCC(別称、れいじ、例示アル
ファ(例示貿易有限公司)及びアルファ(HK))
REIJI ALPHA DMCC, a.k.a., the following two aliases:
—Reiji Trading Co., Ltd.; and
—RJA.
所在地:1 Example Street, Kowloon, Hong Kong, China; and Room 2, 3
Example Road, Hong Kong, 510000, China.2 レイジ・ベータ有限会社(例示貝塔有限公司)Reiji Beta Electronics Ltd, a.k.a.
the following one alias:
-Reiji Beta High-
Tech Limited.
所在地:Moscow, Russia.
３ 有限会社れいじ・アルファ DMCC(別称、れいじ、例示アルファ(例示貿易有限公司)及びアルファ(HK))
REIJI ALPHA DMCC, a.k.a., the following two aliases:
—Reiji Trading Co., Ltd.; and
—RJA.
所在地:1 Sheikh Road, Dubai, United Arab Emirates
4 レイジ・ガンマ・カンパニー・リミテッド
Reiji Gamma Company Limited
別称:レイジ・ガンマ; レイジ・シー
Reiji Gamma; Reiji C
所在地:Istanbul, Turkey
""".replace("(", "（")
    .replace(")", "）")
    .replace(":1", "：1")
)
FTM = "".join(
    json.dumps(record, ensure_ascii=False) + "\n"
    for record in (
        {
            "id": "NK-1",
            "schema": "Company",
            "properties": {
                "name": ["例示電機有限公司"],
                "alias": ["Reiji Electric"],
                "weakAlias": ["RJ"],
                "previousName": ["Reiji Shokai"],
                "country": ["cn"],
                "topics": ["sanction"],
                "leiCode": ["5493001KJTIIGC8Y1R12"],
                "uscCode": ["91440300MA5REX0001"],
                "dunsCode": ["123456789"],
                "uniqueEntityId": ["ABCDEFGH1234"],
                "innCode": ["7701234567"],
                "registrationNumber": ["91440300MA5REX0001", "not a number"],
            },
        },
        {
            "id": "NK-2",
            "schema": "Organization",
            "properties": {"name": ["Reiji Ministry"], "topics": ["export.control", "gov"], "jurisdiction": ["ru"]},
        },
        {"id": "NK-3", "schema": "Company", "properties": {"name": ["Reiji Japan KK"], "topics": ["sanction.linked"], "jurisdiction": ["jp"]}},
        {"id": "NK-4", "schema": "Person", "properties": {"name": ["例示 太郎"], "topics": ["sanction"]}},
        {"id": "NK-5", "schema": "Vessel", "properties": {"name": ["Reiji Maru"]}},
        {
            "id": "S-1",
            "schema": "Sanction",
            "properties": {
                "entity": ["NK-1"],
                "authority": ["Example Office"],
                "programId": ["EX-1"],
                "startDate": ["2024-02-03"],
                "endDate": ["2027"],
            },
        },
        {"id": "S-2", "schema": "Sanction", "properties": {"entity": ["NK-4"], "authority": ["Example Office"]}},
        {"id": "O-1", "schema": "Ownership", "properties": {"owner": ["NK-1"], "asset": ["NK-3"], "percentage": ["75.5%"]}},
        {"id": "O-2", "schema": "Ownership", "properties": {"owner": ["NK-2"], "asset": ["NK-3"], "percentage": ["24.5"]}},
        {"id": "A-1", "schema": "Address", "properties": {"full": ["1 Example Street"]}},
    )
)
GLEIF_RECORDS = [
    {
        "LEI": "5493001KJTIIGC8Y1R12",
        "Entity": {
            "LegalName": "例示電機株式会社",
            "OtherEntityNames": [
                {"type": "PREVIOUS_LEGAL_NAME", "OtherEntityName": "例示商会"},
                {"type": "TRADING_OR_OPERATING_NAME", "OtherEntityName": "REIJI"},
                {"type": "ALTERNATIVE_LANGUAGE_LEGAL_NAME", "OtherEntityName": "Reiji Electric K.K."},
            ],
            "LegalAddress": {"Country": "JP"},
            "RegistrationAuthority": {"RegistrationAuthorityEntityID": "2876543210987"},
            "LegalJurisdiction": "JP",
        },
    },
    {"LEI": "5493001KJTIIGC8Y1R20", "Entity": {"LegalName": "Taro Reiji", "EntityCategory": "SOLE_PROPRIETOR", "LegalJurisdiction": "US-DE"}},
]
GLEIF_XML = """<?xml version="1.0" encoding="UTF-8"?>
<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIHeader><lei:RecordCount>2</lei:RecordCount></lei:LEIHeader><lei:LEIRecords>
<lei:LEIRecord><lei:LEI>5493001KJTIIGC8Y1R12</lei:LEI><lei:Entity><lei:LegalName xml:lang="ja">例示電機株式会社</lei:LegalName>
<lei:OtherEntityNames><lei:OtherEntityName type="PREVIOUS_LEGAL_NAME" xml:lang="ja">例示商会</lei:OtherEntityName>
<lei:OtherEntityName type="TRADING_OR_OPERATING_NAME">REIJI</lei:OtherEntityName></lei:OtherEntityNames>
<lei:TransliteratedOtherEntityNames><lei:TransliteratedOtherEntityName type="AUTO_ASCII_TRANSLITERATED_LEGAL_NAME">Reiji Denki KK
</lei:TransliteratedOtherEntityName></lei:TransliteratedOtherEntityNames>
<lei:LegalAddress><lei:Country>JP</lei:Country></lei:LegalAddress><lei:HeadquartersAddress><lei:Country>US</lei:Country></lei:HeadquartersAddress>
<lei:RegistrationAuthority><lei:RegistrationAuthorityEntityID>2876543210987</lei:RegistrationAuthorityEntityID></lei:RegistrationAuthority>
</lei:Entity><x:Extension xmlns:x="urn:other"><x:LegalName>not a name</x:LegalName></x:Extension></lei:LEIRecord>
<lei:LEIRecord><lei:LEI>5493001KJTIIGC8Y1R20</lei:LEI><lei:Entity><lei:LegalName>Reiji &amp; Co</lei:LegalName>
<lei:LegalJurisdiction>US-DE</lei:LegalJurisdiction></lei:Entity></lei:LEIRecord></lei:LEIRecords></lei:LEIData>
"""
CSL_NEW = """_id,source,entity_number,type,programs,name,addresses,federal_register_notice,start_date,end_date,alt_names,ids
a,Entity List (EL) - Bureau of Industry and Security,,,,Reiji 13th Institute,"1 Road, Shijiazhuang, CN; 2 Road, Beijing, CN",83 FR 1,2018-08-01,,Reiji Lab; HRX; and Reiji 13,
b,Nonproliferation Sanctions (ISN) - State Department,,,INKSNA,"Reiji Import; and any successor, sub-unit, or subsidiary thereof",,,2023-07-19,,,
c,Specially Designated Nationals (SDN) - Treasury Department,7,Entity,IRAN,REIJI BANK,,,,,,"Unified Social Credit Code (USCC), 91440300MA5REX0001, CN"
d,Specially Designated Nationals (SDN) - Treasury Department,8,Individual,IRAN,"REIJI, Taro",,,,,,
e,ITAR Debarred (DTC) - State Department,,,,Taro Reiji,,53 FR 2,,,,
"""  # noqa: E501
CSL_OLD = """source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,alt_names,ids
Denied Persons List (DPL) - Bureau of Industry and Security,,,, TARO REIJI,,"1 STREET, PHOENIX, AZ, 85043",82 F.R. 1,2017-10-16,2020-10-13,,
Specially Designated Nationals (SDN) - Treasury Department,9,Vessel,DPRK4,REIJI MARU,,,,,,,
Sectoral Sanctions Identifications List (SSI) - Treasury Department,10,Entity,UKRAINE-EO13662,REIJI OOO,,"1 ul., Moscow, RU",,,,"REIJI; REIJI LLC",
"""
DPL = (
    '"Name"\t"Street_Address"\t"City"\t"State"\t"Country"\t"Postal_Code"\t"Effective_Date"\t"Expiration_Date"\t"FR_Citation"\r\n'
    '"REIJI TRADING CO., LTD."\t"1 ST"\t"DUBAI"\t""\t"AE"\t""\t"06/05/2019"\t"12/03/2029"\t"80 F.R. 1"\r\n'
    '"REIJI TRADING CO., LTD."\t"2 ST"\t"DUBAI"\t""\t"AE"\t""\t"06/05/2019"\t"12/03/2029"\t"80 F.R. 1"\r\n'
    '" TARO  REIJI A/K/A T. REIJI"\t"3 ST"\t"X"\t"TX"\t"US"\t"7"\t"12/14/1984"\t""\t"49 F.R. 2"\r\n'
)
FCC_TABLE = """covered_equipment_or_services,date_of_inclusion_on_covered_list
"Telecommunications equipment produced by Reiji Technologies Company, including telecommunications or video surveillance services provided by such entity.","March 12, 2021"
"Video surveillance and telecommunications equipment produced by Reiji Camera Company, to the extent it is used for the purpose of public safety, security of government facilities, physical security surveillance of critical infrastructure, and other national security purposes, including services.","March 12, 2021"
"Information security products, solutions, and services supplied, directly or indirectly, by AO Reiji Lab or any of its predecessors, successors, parents, subsidiaries, or affiliates.","March 25, 2022"
International telecommunications services provided by Reiji Networks Corp and its wholly-owned subsidiary ReijiNet (USA) LLC subject to section 214 of the Communications Act of 1934.,"September 20, 2022"
"Routers ^ produced in a foreign country, except routers which have been granted a Conditional Approval.","March 23, 2026Updated:July 21, 2026"
"""  # noqa: E501
FCC_NAMES = "entity_name,effective_date\nReiji Technologies Company,2021-03-12\nForeign-produced Routers,2026-03-23\n"
PARENT, CHILD, FOREIGN = houjin_number("000000000101"), houjin_number("000000000202"), houjin_number("000000000303")
HOUJIN = (
    houjin_row(PARENT, "例示電機株式会社", en_name="Reiji Electric Co., Ltd.", furigana="レイジデンキ")
    + houjin_row(PARENT, "株式会社例示商会", latest="0")
    + houjin_row(CHILD, "株式会社例示子", close_date="2024-04-01", successor=PARENT)
    + houjin_row(FOREIGN, "レイジ・インク", kind="401", successor="7000000000999")
)

SAMPLES = {
    "sekisho-csv": Sample(format="sekisho-csv", name="names.csv", octets="entity,name\nx,例示科技\ny,例示電機\n".encode(), rows=2),
    "ofac-sdn": Sample(format="ofac-sdn", name="sdn.csv", octets=OFAC_MAIN, rows=4, also=OFAC_ALSO),
    "ofac-consolidated": Sample(format="ofac-consolidated", name="cons_prim.csv", octets=OFAC_MAIN, rows=4, also=OFAC_ALSO),
    "csl": Sample(format="csl", name="csl.csv", octets=CSL_NEW.encode(), rows=5),
    "csl-old": Sample(format="csl", name="csl-2019.csv", octets=CSL_OLD.encode(), rows=3),
    "bis-dpl": Sample(format="bis-dpl", name="dpl.txt", octets=DPL.encode(), rows=3),
    "fcc-covered": Sample(format="fcc-covered", name="covered.csv", octets=FCC_TABLE.encode(), rows=5),
    "fcc-covered-names": Sample(format="fcc-covered", name="names.csv", octets=FCC_NAMES.encode(), rows=2),
    "meti-notice": Sample(format="meti-notice", name="kokuji.txt", octets=NOTICE.encode(), rows=4),
    "ftm": Sample(format="ftm", name="entities.ftm.json", octets=FTM.encode(), rows=10),
    "gleif-l1": Sample(format="gleif-l1", name="lei.json", octets=json.dumps(GLEIF_RECORDS).encode(), rows=2),
    "gleif-l1-xml": Sample(format="gleif-l1", name="lei.xml", octets=GLEIF_XML.encode(), rows=2),
    "houjin": Sample(format="houjin", name="houjin.csv", octets=HOUJIN.encode("cp932"), rows=4),
}
