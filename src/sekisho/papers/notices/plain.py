"""A document as plain text, for mail and for reading aloud: every block in its order, nothing left out."""

from collections.abc import Iterator

from ..view_findings import View


def plain_text(view: View) -> str:
    """The text of a document's view, UTF-8 with line feeds."""
    return "\n".join(line for line in _lines(view)) + "\n"


def _lines(view: View) -> Iterator[str]:
    yield from (text for text in (view["handling"], view["draft"], view["numbered"], view["to"], view["sender"]) if text)
    yield from ("", view["title"], *([view["subtitle"]] if view["subtitle"] else []))
    for block in view["blocks"]:
        yield ""
        yield from _block(block)


def _block(block: View) -> Iterator[str]:
    if block["kind"] == "heading":
        yield f"■ {block['text']}"
    elif block["kind"] == "para":
        yield block["text"]
    elif block["kind"] == "rows":
        yield from (f"{name}: {text}" for name, text in block["rows"])
    elif block["kind"] == "points":
        yield from (f"・{point}" for point in block["points"])
    elif block["kind"] == "table":
        heads = [column["head"] for column in block["columns"]]
        for row in block["rows"]:
            yield " / ".join(f"{head}: {cell}" for head, cell in zip(heads, row["cells"], strict=True))
    elif block["kind"] == "blanks":
        yield from (f"{label}: ____________________" for label in block["labels"])
    elif block["kind"] == "seals":
        yield from (f"{role}: ____________________" for role in block["roles"])
    else:
        yield block["alt"]
