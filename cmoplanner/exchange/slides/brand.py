"""What makes slides look like those of the company: accent colour, font, logo, or a presentation as template."""

import re
from dataclasses import dataclass
from pathlib import Path

from cmoplanner.errors import CmoPlannerError
from cmoplanner.i18n import _

USUAL_FONT = "Arial"
"""A font that every office program has; narrower than the one that texts are measured in, so that they fit."""
_HEX = re.compile(r"#?[0-9A-Fa-f]{6}")
_LARGEST = 20_000_000
_PICTURES = {".png", ".jpg", ".jpeg"}


@dataclass(frozen=True, slots=True)
class Brand:
    """The company's look; what is empty stays as usual. A template brings its own colours and fonts."""

    accent: str = ""
    font: str = ""
    logo: Path | None = None
    template: Path | None = None


def checked(brand: Brand) -> Brand:
    """Return a brand whose files are there and of the right kind. Raises CmoPlannerError."""
    if brand.accent and not _HEX.fullmatch(brand.accent):
        raise CmoPlannerError(
            _("“{text}” is no colour.").format(text=brand.accent), _("Write it as #2456C7: red, green and blue.")
        )
    for path, kinds in ((brand.logo, _PICTURES), (brand.template, {".pptx"})):
        if path is None:
            continue
        if path.suffix.casefold() not in kinds:
            raise CmoPlannerError(
                _("“{name}” is not of the right kind.").format(name=path.name),
                _("Choose a file that ends in {kinds}.").format(kinds=", ".join(sorted(kinds))),
            )
        try:
            size = path.stat().st_size
        except OSError as error:
            raise CmoPlannerError(_("“{name}” cannot be read.").format(name=path.name), str(error)) from error
        if size > _LARGEST:
            raise CmoPlannerError(
                _("“{name}” is too large.").format(name=path.name), _("Choose a file of less than 20 MB.")
            )
    return Brand("#" + brand.accent.lstrip("#") if brand.accent else "", brand.font.strip(), brand.logo, brand.template)
