"""Bills of materials in CycloneDX XML, beside the same in JSON."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from sekisho.composition.model import Bom
from sekisho.faults import InputRefused
from sekisho.feeds.boms.cyclonedx import bom_from_cyclonedx, bom_from_cyclonedx_xml
from sekisho.feeds.boms.reading import kind_of
from sekisho.feeds.raw.strict_xml import parse_xml
from sekisho.terms import Mark, Party

DIGEST = "ce" * 32
SPACE = "http://cyclonedx.org/schema/bom/1.6"


def document(body: str, space: str = SPACE, prefix: str = "") -> bytes:
    name = f"{prefix}:bom" if prefix else "bom"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns{":" + prefix if prefix else ""}="{space}" version="1">\n{body}\n</{name}>'.encode()


def read(octets: bytes) -> Bom:
    bom, faults = bom_from_cyclonedx_xml(parse_xml(octets, "b.xml").as_value(), label="boms/router.xml", digest=DIGEST)
    assert [found.line() for found in faults if not found.warning] == []
    return bom


def rules(octets: bytes) -> list[tuple[str, str]]:
    return [(found.rule, found.where) for found in bom_from_cyclonedx_xml(parse_xml(octets, "b").as_value(), label="b", digest=DIGEST)[1]]


ROUTER_XML = """
<metadata>
  <component type="device" bom-ref="product"><name>製品</name></component>
  <supplier><name>乙社</name><contact><name>丙</name></contact></supplier></metadata>
<components>
  <component type="device" bom-ref="board">
    <manufacturer><name>甲社</name><address><country>China</country></address></manufacturer>
    <name>board</name><version>2</version>
    <hashes><hash alg="MD5">00</hash></hashes>
    <cpe>cpe:2.3:h:example:board:2:*:*:*:*:*:*:*</cpe>
    <purl>pkg:generic/board@2</purl>
    <pedigree><ancestors><component type="device"><name>older</name></component></ancestors></pedigree>
    <properties><property name="cdx:device:quantity">2</property><property name="internal:MPN">B-2</property>
      <property name="x:usb-id">12d1:14db</property></properties>
    <components><component type="firmware"><name>code</name><supplier><name>丁社</name></supplier></component></components>
  </component>
</components>
<compositions><composition><aggregate>incomplete</aggregate><assemblies><assembly ref="board"/></assemblies></composition></compositions>
"""
ROUTER_JSON = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "device", "bom-ref": "product", "name": "製品"}, "supplier": {"name": "乙社"}},
    "components": [
        {
            "type": "device",
            "bom-ref": "board",
            "manufacturer": {"name": "甲社", "address": {"country": "China"}},
            "name": "board",
            "version": "2",
            "cpe": "cpe:2.3:h:example:board:2:*:*:*:*:*:*:*",
            "purl": "pkg:generic/board@2",
            "properties": [
                {"name": "cdx:device:quantity", "value": "2"},
                {"name": "internal:MPN", "value": "B-2"},
                {"name": "x:usb-id", "value": "12d1:14db"},
            ],
            "components": [{"type": "firmware", "bom-ref": "code", "name": "code", "supplier": {"name": "丁社"}}],
        }
    ],
    "compositions": [{"aggregate": "incomplete", "assemblies": ["board"]}],
}


def test_xml_says_what_the_same_bill_says_in_json() -> None:
    of_xml = read(document(ROUTER_XML.replace('type="firmware"', 'type="firmware" bom-ref="code"')))
    of_json, _ = bom_from_cyclonedx(json.loads(json.dumps(ROUTER_JSON)), label="boms/router.xml", digest=DIGEST)
    assert [replace(one, where="") for one in of_xml.components] == [replace(one, where="") for one in of_json.components]
    assert (of_xml.parts, of_xml.root, of_xml.completeness) == (of_json.parts, of_json.root, "incomplete")
    assert of_xml.format == "CycloneDX 1.6 XML"


def test_an_element_is_known_by_its_line_and_its_namespace() -> None:
    bom = read(document(ROUTER_XML))
    board = bom.components[1]
    assert (board.where, board.maker, board.part_number) == ("line 8", Party(name="甲社", country="CN"), "B-2")
    assert board.marks == (Mark(family="usb", value="12d1:14db"),)
    assert bom.parts[0].quantity == Fraction(2)
    prefixed = ROUTER_XML.replace("</", "\x00").replace("<", "<c:").replace("\x00", "</c:")
    assert read(document(prefixed, prefix="c")).components == bom.components
    foreign = '<components><x:component xmlns:x="urn:x" type="device"><x:name>a</x:name></x:component></components>'
    assert len(read(document(foreign)).components) == 1


def test_parts_named_in_a_pedigree_or_among_tools_are_not_in_the_product() -> None:
    body = "<metadata><tools><components><component type='application'><name>t</name></component></components></tools></metadata>"
    assert [one.name for one in read(document(body + ROUTER_XML.partition("</metadata>")[2])).components] == ["router.xml", "board", "code"]


def test_an_element_that_stands_twice_is_a_fault_with_its_line() -> None:
    body = "<components>\n<component type='device'><name>a</name>\n<name>b</name></component>\n</components>"
    assert ("cyclonedx.shape", "line 5") in rules(document(body))


@pytest.mark.parametrize("version", ["1.0", "1.3", "2.0", "1.60", ""])
def test_another_version_is_refused_by_name(version: str) -> None:
    octets = document("", space=f"http://cyclonedx.org/schema/bom/{version}")
    with pytest.raises(InputRefused) as refused:
        read(octets)
    assert [(found.rule, found.shown) for found in refused.value.faults] == [("cyclonedx.version", f"CycloneDX {version}".strip())]


def test_xml_of_another_kind_is_no_cyclonedx() -> None:
    with pytest.raises(InputRefused) as refused:
        read(b"<html><body/></html>")
    assert [found.rule for found in refused.value.faults] == ["cyclonedx.not-cyclonedx"]


def test_entities_and_document_types_are_refused_before_anything_is_read() -> None:
    octets = b'<!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + document("<components/>").partition(b"?>")[2].lstrip()
    assert kind_of(octets) == "xml"
    with pytest.raises(InputRefused) as refused:
        read(octets)
    assert [found.rule for found in refused.value.faults] == ["xml.doctype"]
