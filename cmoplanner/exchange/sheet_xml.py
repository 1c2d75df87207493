"""The XML of a workbook's parts, read piece by piece: texts, date formats, places. Document types are refused."""

import re
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from xml.parsers import expat

from cmoplanner.exchange.raw_table import LONGEST_CELL

_MOST_TEXT = 50_000_000  # characters of shared texts that are held
_DAY_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NOT_DAYS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAYS = re.compile(r"[ymd]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Attributes = Mapping[str, str]


def day_of(number: float, epoch: date = date(1899, 12, 30)) -> date | None:
    """Return the day that a workbook keeps as a number; None outside 1950–2199."""
    if not 0 < number < 110_000:
        return None
    found = epoch + timedelta(days=int(number))
    return found if 1950 <= found.year <= 2199 else None


def plain(text: str) -> str:
    """Return a text as a cell shows it: characters that XML cannot hold are written as _x0009_."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.strip()[:LONGEST_CELL]


def place(text: str) -> tuple[int, int]:
    """Return row and column of "AB12", counted from 1. Raises ValueError."""
    match = _PLACE.fullmatch(text)
    if not match:
        raise ValueError(f"{text} is no cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def parse(
    pieces: Generator[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read XML piece by piece. A document type, and with it every entity, is refused before anything of it is read."""
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, given: start(_local(name), given)
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    with closing(pieces):  # what is not read to its end is closed all the same
        for piece in pieces:
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_given: object) -> None:
    raise ValueError("the workbook declares a document type")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def shared_texts(pieces: Generator[bytes]) -> list[str]:
    """Return the texts that cells refer to, without the reading aids of East Asian ones."""
    reading = _Texts()
    parse(pieces, reading.start, reading.end, reading.text)
    return reading.found


@dataclass
class _Texts:
    """The shared texts while they are read."""

    found: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    inside: bool = False
    aid: bool = False
    size: int = 0

    def start(self, name: str, _given: Attributes) -> None:
        if name == "si":
            self.parts.clear()
        elif name == "rPh":
            self.aid = True
        elif name == "t":
            self.inside = not self.aid

    def end(self, name: str) -> None:
        if name == "t":
            self.inside = False
        elif name == "rPh":
            self.aid = False
        elif name == "si":
            self.found.append(plain("".join(self.parts)))

    def text(self, data: str) -> None:
        if self.inside:
            self.size += len(data)
            if self.size > _MOST_TEXT:
                raise ValueError("more text than a table holds")
            self.parts.append(data)


def day_styles(pieces: Generator[bytes]) -> list[bool]:
    """Return for each cell style whether its number is a day."""
    custom: dict[int, bool] = {}
    found: list[bool] = []
    depth = {"cellXfs": False}

    def start(name: str, given: Attributes) -> None:
        if name == "numFmt":
            custom[int(given["numFmtId"])] = bool(_DAYS.search(_NOT_DAYS.sub("", given.get("formatCode", ""))))
        elif name == "cellXfs":
            depth["cellXfs"] = True
        elif name == "xf" and depth["cellXfs"]:
            number = int(given.get("numFmtId", 0))
            found.append(custom.get(number, number in _DAY_FORMATS))

    def end(name: str) -> None:
        if name == "cellXfs":
            depth["cellXfs"] = False

    parse(pieces, start, end)
    return found
