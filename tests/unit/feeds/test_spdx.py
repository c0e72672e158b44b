"""Bills of materials in SPDX 2 (JSON and tag-value) and SPDX 3 (JSON-LD)."""

from dataclasses import replace
from typing import Any

import pytest

from sekisho.composition.model import Bom
from sekisho.composition.walk import reach
from sekisho.faults import InputRefused
from sekisho.feeds.boms.spdx2 import bom_from_spdx2, bom_from_tags
from sekisho.feeds.boms.spdx3 import bom_from_spdx3
from sekisho.terms import Party

DIGEST = "5d" * 32


def package(ref: str, **more: object) -> dict[str, object]:
    return {"SPDXID": f"SPDXRef-{ref}", "name": ref, **more}


def related(one: str, kind: str, other: str) -> dict[str, str]:
    return {"spdxElementId": f"SPDXRef-{one}", "relationshipType": kind, "relatedSpdxElement": other if other.isupper() else f"SPDXRef-{other}"}


def document(*packages: object, relations: tuple[object, ...] = (), **more: object) -> dict[str, Any]:
    head = {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "製品の文書"}
    return {**head, "packages": list(packages), "relationships": list(relations), **more}


def read(value: dict[str, Any]) -> Bom:
    bom, faults = bom_from_spdx2(value, label="boms/a.spdx.json", digest=DIGEST)
    assert [found.line() for found in faults if not found.warning] == []
    return bom


def tree(bom: Bom) -> dict[str, tuple[str, ...]]:
    return {one.component.name: tuple(ref.removeprefix("SPDXRef-") for ref in one.path[1:]) for one in reach(bom)}


def rules(value: dict[str, Any]) -> list[tuple[str, str]]:
    return [(found.rule, found.where) for found in bom_from_spdx2(value, label="b", digest=DIGEST)[1]]


DESCRIBES = related("DOCUMENT", "DESCRIBES", "router")


def test_the_one_element_that_the_document_describes_is_the_product() -> None:
    bom = read(document(package("board"), package("router"), relations=(DESCRIBES, related("router", "CONTAINS", "board"))))
    assert (bom.root, bom.format, bom.components[0].name) == ("SPDXRef-router", "SPDX 2.3 JSON", "router")
    assert tree(bom) == {"board": ("board",)}
    assert read(document(package("a"), package("router"), documentDescribes=["SPDXRef-router"])).root == "SPDXRef-router"
    assert read(document(package("a"), relations=(related("a", "DESCRIBED_BY", "DOCUMENT"),))).root == "SPDXRef-a"


@pytest.mark.parametrize(
    "relation",
    [
        related("board", "CONTAINS", "chip"),
        related("chip", "CONTAINED_BY", "board"),
        related("board", "STATIC_LINK", "chip"),
        related("chip", "PACKAGE_OF", "board"),
        related("chip", "OPTIONAL_COMPONENT_OF", "board"),
    ],
)
def test_containment_either_way_round_makes_a_part(relation: dict[str, str]) -> None:
    bom = read(document(package("router"), package("chip"), package("board"), relations=(DESCRIBES, relation)))
    assert tree(bom) == {"board": ("board",), "chip": ("board", "chip")}


@pytest.mark.parametrize("kind", ["DEPENDS_ON", "DYNAMIC_LINK", "DEPENDENCY_OF", "GENERATED_FROM", "OTHER"])
def test_what_needs_what_is_not_what_contains_what_and_every_package_is_in_the_product(kind: str) -> None:
    bom = read(document(package("router"), package("a"), package("b"), relations=(DESCRIBES, related("a", kind, "b"))))
    assert tree(bom) == {"a": ("a",), "b": ("b",)}


def test_a_document_that_describes_none_or_several_stands_for_the_product() -> None:
    for relations in ((), (DESCRIBES, related("DOCUMENT", "DESCRIBES", "b"))):
        bom = read(document(package("router"), package("b"), relations=relations))
        assert (bom.root, bom.components[0].name, tree(bom)) == ("SPDXRef-DOCUMENT", "製品の文書", {"router": ("router",), "b": ("b",)})


def test_the_originator_is_the_maker_and_the_supplier_never_stands_in_for_it() -> None:
    bom = read(
        document(
            package("router", supplier="Organization: 乙社 (sales@example.com)", originator="NOASSERTION"),
            package("a", originator="Organization: 甲社 (日本)", supplier="NONE"),
            package("b", originator="Person: 丙 ()", supplier=""),
            relations=(DESCRIBES,),
        )
    )
    assert [(one.maker, one.supplier) for one in bom.components] == [
        (None, Party(name="乙社")),
        (Party(name="甲社 (日本)"), None),
        (Party(name="丙"), None),
    ]


def test_a_party_that_cannot_be_read_is_left_open_and_said() -> None:
    assert rules(document(package("a", originator="甲社"), package("b", supplier=7, originator="Tool: x"))) == [
        ("spdx.agent-unreadable", "packages[0].originator"),
        ("spdx.agent-unreadable", "packages[1].originator"),
    ]


def test_cpe_purl_version_and_purpose_are_kept() -> None:
    references = [
        {"referenceCategory": "SECURITY", "referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:o:example:os:1:*:*:*:*:*:*:*"},
        {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:generic/os@1"},
    ]
    (one,) = read(document(package("a", versionInfo="1", primaryPackagePurpose="OPERATING_SYSTEM", externalRefs=references))).components[1:]
    assert (one.version, one.type, one.cpe, one.purl) == ("1", "operating-system", "cpe:2.3:o:example:os:1:*:*:*:*:*:*:*", "pkg:generic/os@1")


def test_a_file_is_a_part_only_where_something_hangs_on_it() -> None:
    files = [{"SPDXID": "SPDXRef-f", "fileName": "./f"}, {"SPDXID": "SPDXRef-g", "fileName": "./g"}]
    contains = (related("router", "CONTAINS", "f"), related("router", "CONTAINS", "g"), related("g", "CONTAINS", "a"))
    assert tree(read(document(package("router"), package("a"), files=files, relations=(DESCRIBES, *contains)))) == {"./g": ("g",), "a": ("g", "a")}
    only = document(files=files, relations=(related("DOCUMENT", "DESCRIBES", "f"),))
    assert read(only).root == "SPDXRef-f"


def test_elements_of_other_documents_and_no_assertion() -> None:
    relations = (DESCRIBES, related("router", "CONTAINS", "NOASSERTION"), related("router", "CONTAINS", "NONE"), related("router", "CONTAINS", "x"))
    bom = read(document(package("router"), relations=relations))
    assert [(one.component.ref, one.component.maker) for one in reach(bom)] == [("SPDXRef-x", None)]
    assert bom.completeness == "unknown"


def test_circles_end_and_the_product_is_in_nothing() -> None:
    circle = (related("a", "CONTAINS", "b"), related("b", "CONTAINS", "a"), related("a", "CONTAINS", "router"), related("a", "CONTAINS", "a"))
    bom = read(document(package("router"), package("a"), package("b"), relations=(DESCRIBES, *circle)))
    assert tree(bom) == {"a": ("a",), "b": ("a", "b")}


def test_faults_are_all_told() -> None:
    given = document(5, {"name": "a"}, {"SPDXID": "SPDXRef-b"}, package("b"), package("c", externalRefs={}), relations=({"spdxElementId": "x"}, 7))
    assert sorted(rules(given)) == [
        ("spdx.id-missing", "packages[1]"),
        ("spdx.id-twice", "packages[3]"),
        ("spdx.name-missing", "packages[2]"),
        ("spdx.shape", "packages[0]"),
        ("spdx.shape", "packages[4].externalRefs"),
        ("spdx.shape", "relationships[0]"),
        ("spdx.shape", "relationships[1]"),
    ]


@pytest.mark.parametrize("version", ["SPDX-2.1", "SPDX-1.2", "SPDX-3.0", "", None, 2])
def test_another_version_is_refused_by_name(version: object) -> None:
    with pytest.raises(InputRefused) as refused:
        read(document(spdxVersion=version))
    assert [(found.rule, found.shown) for found in refused.value.faults] == [("spdx.version", version if version and version != 2 else "SPDX")]


def test_a_chain_deeper_than_any_product_is_refused() -> None:
    chain = tuple(related(f"n{level}", "CONTAINS", f"n{level + 1}") for level in range(80))
    with pytest.raises(InputRefused) as refused:
        read(document(package("n0"), documentDescribes=["SPDXRef-n0"], relations=chain))
    assert [found.rule for found in refused.value.faults] == ["spdx.too-large"]


TAGS = """\
# made by hand
SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: 製品の文書
DocumentComment: <text>two
lines: of text</text>
PackageName: router
SPDXID: SPDXRef-router
PackageSupplier: Organization: 乙社 (sales@example.com)
PackageOriginator: NOASSERTION
PackageName: board
SPDXID: SPDXRef-board
PackageVersion: 2
PackageOriginator: Organization: 甲社
PrimaryPackagePurpose: DEVICE
ExternalRef: SECURITY cpe23Type cpe:2.3:h:example:board:2:*:*:*:*:*:*:*
ExternalRef: PACKAGE-MANAGER purl pkg:generic/board@2
FileName: ./f
SPDXID: SPDXRef-f
LicenseID: LicenseRef-1
LicenseName: board
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-router
Relationship: SPDXRef-board   CONTAINED_BY  SPDXRef-router
"""


def test_tag_value_says_what_the_same_document_says_in_json() -> None:
    of_tags, faults = bom_from_tags(TAGS.split("\n"), label="boms/a.spdx.json", digest=DIGEST)
    board = package(
        "board",
        versionInfo="2",
        originator="Organization: 甲社",
        primaryPackagePurpose="DEVICE",
        externalRefs=[
            {"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:h:example:board:2:*:*:*:*:*:*:*"},
            {"referenceType": "purl", "referenceLocator": "pkg:generic/board@2"},
        ],
    )
    router = package("router", supplier="Organization: 乙社 (sales@example.com)", originator="NOASSERTION")
    of_json = read(document(router, board, relations=(DESCRIBES, related("board", "CONTAINED_BY", "router"))))
    assert faults == ()
    assert [replace(one, where="") for one in of_tags.components] == [replace(one, where="") for one in of_json.components]
    assert (of_tags.parts, of_tags.format, of_tags.components[1].where) == (of_json.parts, "SPDX 2.3 tag-value", "line 11")


def test_lines_that_are_no_tags_are_said_and_a_text_must_close() -> None:
    lines = [*TAGS.split("\n"), "a line", "PackageComment: <text>open"]
    bom, faults = bom_from_tags(lines, label="b", digest=DIGEST)
    assert [(found.rule, found.where) for found in faults] == [("spdx.line-unread", "line 25"), ("spdx.text-open", "line 26")]
    assert len(bom.components) == 2


# SPDX 3.0


def element(kind: str, ref: str, **more: object) -> dict[str, object]:
    return {"type": kind, "spdxId": f"urn:x#{ref}", "name": ref, **more}


def relation(one: str, kind: str, *others: str, **more: object) -> dict[str, object]:
    to = [other if other.startswith("http") else f"urn:x#{other}" for other in others]
    return {**element("Relationship", f"r-{one}-{kind}-{others}"), "from": f"urn:x#{one}", "relationshipType": kind, "to": to, **more}


def graph(*elements: object, version: str = "3.0.1") -> dict[str, Any]:
    created = {"type": "CreationInfo", "@id": "_:c", "specVersion": version}
    return {"@context": f"https://spdx.org/rdf/{version}/spdx-context.jsonld", "@graph": [created, *elements]}


def read3(value: dict[str, Any]) -> Bom:
    bom, faults = bom_from_spdx3(value, label="a.spdx3.json", digest=DIGEST)
    assert [found.line() for found in faults if not found.warning] == []
    return bom


ROUTER = element("software_Package", "router")
ABOUT = element("SpdxDocument", "doc", rootElement=["urn:x#sbom"]), element("software_Sbom", "sbom", rootElement=["urn:x#router"])


def test_the_root_is_found_through_the_collections_that_the_document_names() -> None:
    bom = read3(graph(*ABOUT, ROUTER, element("software_Package", "a"), relation("router", "contains", "a")))
    assert (bom.root, bom.format, bom.components[0].name) == ("urn:x#router", "SPDX 3.0.1 JSON-LD", "router")
    assert [one.component.name for one in reach(bom)] == ["a"]
    assert read3(graph(element("SpdxDocument", "doc"), ROUTER, relation("doc", "describes", "router"))).root == "urn:x#router"


def test_agents_are_makers_and_suppliers_by_their_relation() -> None:
    agents = (element("Organization", "甲社"), element("Person", "丙"), element("Organization", "乙社"))
    part = element("software_Package", "a", originatedBy=["urn:x#甲社", "urn:x#丙"], suppliedBy="urn:x#乙社")
    bare = element("software_Package", "b", suppliedBy="https://spdx.org/rdf/3.0.1/terms/Core/NoAssertionElement")
    a, b = read3(graph(*ABOUT, ROUTER, part, bare, *agents)).components[1:]
    assert (a.maker, a.co_makers, a.supplier) == (Party(name="甲社"), (Party(name="丙"),), Party(name="乙社"))
    assert a.makers == (Party(name="甲社"), Party(name="丙"))
    assert (b.maker, b.supplier, b.makers) == (None, None, ())


def test_an_agent_that_the_document_does_not_have_is_left_open_and_said() -> None:
    given = graph(*ABOUT, element("software_Package", "router", originatedBy=["urn:elsewhere"]))
    assert [(one.rule, one.shown) for one in bom_from_spdx3(given, label="b", digest=DIGEST)[1]] == [("spdx.agent-unreadable", "urn:elsewhere")]


def test_packages_of_every_profile_and_hardware_are_components() -> None:
    bom = read3(
        graph(
            *ABOUT,
            ROUTER,
            element("ai_AIPackage", "model"),
            element("dataset_DatasetPackage", "set"),
            element("hardware_Hardware", "board"),
            element("software_File", "f"),
            element("software_File", "g", suppliedBy="urn:x#甲社"),
            element("software_Package", "p", software_primaryPurpose="operatingSystem", software_packageUrl="pkg:generic/p"),
            element("Organization", "甲社"),
        )
    )
    assert {one.name: one.type for one in bom.components[1:]} == {"model": "", "set": "", "board": "device", "g": "file", "p": "operating-system"}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ((), "unknown"),
        ((("router", "complete"),), "complete"),
        ((("router", "complete"), ("a", "complete")), "complete"),
        ((("router", "complete"), ("a", "noAssertion")), "unknown"),
        ((("router", "complete"), ("a", "incomplete")), "incomplete"),
        ((("a", "complete"),), "unknown"),
    ],
)
def test_what_a_document_says_of_its_own_completeness(words: tuple[tuple[str, str], ...], wanted: str) -> None:
    said = [relation(one, "contains", "b", completeness=word) for one, word in words]
    packages = (element("software_Package", "a"), element("software_Package", "b"))
    assert read3(graph(*ABOUT, ROUTER, *packages, *said)).completeness == wanted


@pytest.mark.parametrize("version", ["3.1", "4.0.0", "2.3"])
def test_another_version_of_the_context_is_refused_by_name(version: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read3(graph(version=version))
    assert [(found.rule, found.shown) for found in refused.value.faults] == [("spdx.version", f"SPDX {version}")]


def test_faults_of_a_graph_are_all_told() -> None:
    given = graph(
        5,
        {"type": "software_Package"},
        ROUTER,
        ROUTER,
        {"type": "software_Package", "spdxId": "urn:x#n"},
        relation("x", "contains", "n") | {"from": 3},
    )
    assert sorted(found.rule for found in bom_from_spdx3(given, label="b", digest=DIGEST)[1]) == [
        "spdx.id-missing",
        "spdx.id-twice",
        "spdx.name-missing",
        "spdx.shape",
        "spdx.shape",
    ]
