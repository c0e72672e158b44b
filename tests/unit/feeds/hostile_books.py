"""Workbooks made by hand, sound and hostile, for the tests of the raw readers: every part is written octet by octet, so nothing tidies them up."""

import io
import struct
import zipfile
import zlib

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
ROOT_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>%s</sheets></workbook>'
BOOK_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId9" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
ONE_SHEET = '<sheet name="一覧" sheetId="1" r:id="rId1"/>'


def parts(sheet: str, shared: str = "", sheets: str = ONE_SHEET) -> dict[str, bytes]:
    """The parts of a workbook of one sheet, whose `sheetData` is given."""
    written = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELATIONS,
        "xl/workbook.xml": BOOK % sheets,
        "xl/_rels/workbook.xml.rels": BOOK_RELATIONS,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
    }
    return {name: text.encode() for name, text in written.items()}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, octets in members.items():
            archive.writestr(zipfile.ZipInfo(name), octets, method)
    return buffer.getvalue()


def book(sheet: str, shared: str = "", **extra: bytes) -> bytes:
    return zipped(parts(sheet, shared) | extra)


def cell(reference: str, value: str = "1", attributes: str = "") -> str:
    return f'<c r="{reference}"{attributes}><v>{value}</v></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def with_lying_directory(octets: bytes, name: str, size: int) -> bytes:
    """The same archive, with the inflated size of one part restated in its local header and in the directory."""
    lying = bytearray(octets)
    central = lying.rfind(b"PK\x01\x02", 0, lying.rfind(name.encode()))
    local = struct.unpack_from("<L", lying, central + 42)[0]
    struct.pack_into("<L", lying, central + 24, size)
    struct.pack_into("<L", lying, local + 22, size)
    return bytes(lying)


def zip64(members: dict[str, bytes]) -> bytes:
    """A stored archive whose directory says every size in ZIP64 fields, as some writers always do (APPNOTE 4.5.3)."""
    body, directory = b"", b""
    for name, octets in members.items():
        wide = struct.pack("<2H3Q", 1, 24, len(octets), len(octets), len(body))
        common = struct.pack("<5H3L2H", 45, 0, 0, 0, 0x21, zlib.crc32(octets), 0xFFFFFFFF, 0xFFFFFFFF, len(name), len(wide))
        directory += b"PK\x01\x02\x2d\x00" + common + struct.pack("<3H2L", 0, 0, 0, 0, 0xFFFFFFFF) + name.encode() + wide
        body += b"PK\x03\x04" + common + name.encode() + wide + octets
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, len(members), len(members), len(directory), len(body))
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body) + len(directory), 1)
    return body + directory + end + locator + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


SPARSE = book(row(1, cell("A1")) + row(1048576, cell("XFD1048576")))
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LEGACY_XLS = OLE2 + "Workbook".encode("utf-16-le") + b"\0" * 512
ENCRYPTED = OLE2 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "&{a};&{a};&{a};&{a};">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
QUADRATIC = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"A" * 50_000}">]><worksheet xmlns="{MAIN}"><sheetData>{"&a;" * 5_000}</sheetData></worksheet>'
)
EXTERNAL = (
    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet xmlns="{MAIN}"><sheetData>&a;</sheetData></worksheet>'
)


def hostile() -> dict[str, tuple[bytes, str]]:
    """Name -> (octets, the rule that must refuse it)."""
    plain = parts(row(1, cell("A1")))
    sound = zipped(plain)
    sheet = "xl/worksheets/sheet1.xml"
    repeated = row(1, *[cell("A1")] * 200_000).encode()
    return {
        "sparse": (SPARSE, "xlsx.too-many-cells"),
        "sparse-single-quotes": (book("<row r='1'><c r='A1'/></row><row r='9'><c s='0' r = 'XFD1048576'/></row>"), "xlsx.too-many-cells"),
        "sparse-second-reference": (book(row(1, '<c r="A1" r="XFD1048576"><v>1</v></c>')), "xlsx.too-many-cells"),
        "sparse-lower-case": (book(row(1, cell("a1"), cell("xfd1048576"))), "xlsx.too-many-cells"),
        "sparse-prefixed": (
            zipped(
                plain
                | {sheet: f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c r="XFD1048576"/></x:row></x:sheetData></x:worksheet>'.encode()}
            ),
            "xlsx.too-many-cells",
        ),
        "sparse-without-references": (book('<row r="1048576"><c r="A1048576"/></row><row>' + "<c/>" * 300 + "</row>"), "xlsx.too-many-cells"),
        "sparse-in-the-middle": (
            book(
                "".join(row(n, cell(f"A{n}")) for n in range(1, 9_000))
                + cell("ZZ99999")
                + "".join(row(n, cell(f"A{n}")) for n in range(9_000, 18_000))
            ),
            "xlsx.too-many-cells",
        ),
        "row-beyond-number": (book(row(1, cell("A99999999999"))), "xlsx.too-many-cells"),
        "billion-laughs": (zipped(plain | {sheet: LAUGHS.encode()}), "xlsx.doctype"),
        "quadratic": (zipped(plain | {sheet: QUADRATIC.encode()}), "xlsx.doctype"),
        "external-entity": (zipped(plain | {sheet: EXTERNAL.encode()}), "xlsx.doctype"),
        "doctype-in-core": (zipped(plain | {"docProps/core.xml": b"<!DOCTYPE x><x/>"}), "xlsx.doctype"),
        "utf-16-part": (zipped(plain | {sheet: plain[sheet].decode().encode("utf-16")}), "xlsx.encoding"),
        "declared-utf-7": (zipped(plain | {sheet: b'<?xml version="1.0" encoding="UTF-7"?>' + plain[sheet]}), "xlsx.encoding"),
        "bomb-by-ratio": (zipped(plain | {"xl/media/image1.png": b"\0" * 30_000_000}), "zip.bomb"),
        "bomb-of-cells": (zipped(plain | {sheet: plain[sheet].replace(b"</sheetData>", repeated + b"</sheetData>")}), "zip.bomb"),
        "lying-directory": (with_lying_directory(zipped(plain | {"xl/x.xml": b"<a>" + b" " * 5_000_000}), "xl/x.xml", 900), "zip.bomb"),
        "lying-a-little": (with_lying_directory(sound, sheet, 20), "zip.header-lies"),
        "many-entries": (zipped(plain | {f"xl/media/{n}.png": b"" for n in range(300)}), "zip.too-many-entries"),
        "climbing-name": (zipped(plain | {"xl/../../evil.xml": b"<a/>"}), "zip.unsafe-name"),
        "absolute-name": (zipped(plain | {"/etc/evil.xml": b"<a/>"}), "zip.unsafe-name"),
        "name-twice": (zipped(plain | {"XL/Worksheets/Sheet1.xml": b"<a/>"}), "zip.name-twice"),
        "legacy-xls": (LEGACY_XLS, "xlsx.legacy-xls"),
        "encrypted": (ENCRYPTED, "xlsx.password"),
        "macros": (zipped(plain | {"xl/vbaProject.bin": b"x"}), "xlsx.macros"),
        "macro-sheet": (zipped(plain | {"xl/macrosheets/sheet1.xml": b"<a/>"}), "xlsx.macros"),
        "binary-book": (zipped(plain | {"xl/workbook.bin": b"x"}), "xlsx.xlsb"),
        "open-document": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, 0), "xlsx.ods"),
        "word-document": (zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "xlsx.not-a-workbook"),
        "truncated": (sound[: len(sound) // 2], "zip.damaged"),
        "with-a-tail": (sound + b"PK", "zip.damaged"),
        "not-a-zip": ("機種,メーカー\n".encode(), "xlsx.not-a-workbook"),
        "empty": (b"", "xlsx.empty"),
        "sheet-missing": (zipped({name: octets for name, octets in plain.items() if name != sheet}), "xlsx.unreadable"),
        "string-missing": (book(row(1, cell("A1", "7", ' t="s"'))), "xlsx.unreadable"),
    }
