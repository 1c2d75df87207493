"""What a PDF says of itself: its outline to jump by, its language, and its title in the window's head."""

import io
from collections.abc import Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject


def outlined(data: bytes, titles: Sequence[str], language: str, title: str, author: str = "") -> bytes:
    """Return a PDF with an entry of its outline for each page that has a title."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for number, entry in enumerate(titles):
        if entry:
            writer.add_outline_item(title=entry, page_number=number)
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language.replace("_", "-"))
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    known = {"/Title": title, "/Creator": "CMO Planner"}
    writer.add_metadata({**known, "/Author": author} if author else known)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
