"""What can be wrong with a CycloneDX file, in both languages. The codes are stable; the words may improve."""

from ..complaints import Words

MOST_COMPONENTS = 500_000
MOST_LEVELS = 64

_EXPORT = (
    "作成ツールで CycloneDX 1.4〜1.7 の JSON か XML として書き出し直してください",
    "export it again from the tool that made it, as CycloneDX 1.4 to 1.7, JSON or XML",
)
_AS_SCHEMA = ("CycloneDX のスキーマで確かめてください", "check it against the schema of CycloneDX")
WORDS = {
    "cyclonedx.not-cyclonedx": Words(("CycloneDX の部品表ではありません", "this is not a CycloneDX bill of materials"), _EXPORT),
    "cyclonedx.version": Words(
        ("読める版は CycloneDX 1.4〜1.7 だけです。このファイルの版", "only CycloneDX 1.4 to 1.7 is read; this file is"),
        _EXPORT,
    ),
    "cyclonedx.too-large": Words(
        (
            f"部品が {MOST_COMPONENTS:,} 個か {MOST_LEVELS} 階層を超えています",
            f"the file has more than {MOST_COMPONENTS:,} components or {MOST_LEVELS} levels",
        ),
        ("製品ごとに分けてください", "split it by product"),
    ),
    "cyclonedx.shape": Words(
        ("この場所の値の形が CycloneDX と違います", "the value here does not have the form that CycloneDX gives it"),
        _AS_SCHEMA,
    ),
    "cyclonedx.name-missing": Words(("部品の名称がありません", "the component has no name"), ("name を書いてください", "give it a name")),
    "cyclonedx.ref-twice": Words(
        ("同じ bom-ref の部品が二つあります", "two components have the same bom-ref"),
        ("bom-ref を部品ごとに変えてください", "give each component its own bom-ref"),
    ),
    "cyclonedx.root-missing": Words(
        ("どの製品の部品表かが書かれていません(metadata.component)", "the file does not say which product it is the bill of (metadata.component)"),
        ("製品を metadata.component に書いてください", "name the product in metadata.component"),
        warning=True,
    ),
    "cyclonedx.quantity-unreadable": Words(
        ("数量が読めないので 1 個としました", "the quantity cannot be read and was taken as 1"),
        ("cdx:device:quantity に 0 以上の数を書いてください", "write a number, 0 or more, in cdx:device:quantity"),
        warning=True,
    ),
    "cyclonedx.country-unreadable": Words(
        ("国が読めないので、国は不明としました", "the country cannot be read and was left open"),
        ("ISO 3166-1 の二文字(JP など)にしてください", "write the two letters of ISO 3166-1, such as JP"),
        warning=True,
    ),
}
