"""The colours of the product by role, light and dark, without a toolkit."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cmoplanner.paths import resource

PRINT = "print"
_BLACK, _DARK, _DENSE, _PALE, _WHITE = "#000000", "#2B2B2B", "#C4C4C4", "#EDEDED", "#FFFFFF"
_GREYS = (
    ("bar.solid", _DARK),
    ("bar.dense", _DENSE),
    ("bar.tint", _WHITE),
    ("bar.on_solid", _WHITE),
    ("categorical", _BLACK),
    ("on_accent", _WHITE),
    ("accent_weak", _PALE),
    ("chart.spent", _DARK),
    ("chart.planned_fill", _WHITE),
    ("chart.base", _DENSE),
    ("chart", _PALE),
    ("border_strong", "#8C8C8C"),
    ("border", "#C9C9C9"),
    ("band", "#F2F2F2"),
    ("surface", _WHITE),
    ("window", _WHITE),
    ("text_", "#3D3D3D"),
)
"""What roles are without colours, by how they begin: done dark, running grey, planned white, lines and words black."""


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours; roles are "accent", "bar.solid.3", "chart.spent", "categorical.0"."""

    name: str
    _roles: dict[str, str]

    @staticmethod
    @lru_cache
    def load(name: str) -> "Palette":
        """Return the palette "light", "dark", or "print" for paper without colours."""
        if name == PRINT:
            return Palette(PRINT, _without_colours(Palette.load("light").roles()))
        tokens = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
        roles: dict[str, str] = dict(tokens[name])
        roles |= {f"chart.{key}": value for key, value in tokens["chart"][name].items()}
        roles |= {f"categorical.{i}": value for i, value in enumerate(tokens[f"categorical_{name}"])}
        for kind, value in tokens[f"bar_{name}"].items():
            if isinstance(value, str):
                roles[f"bar.{kind}"] = value
            else:
                roles |= {f"bar.{kind}.{i}": color for i, color in enumerate(value)}
        return Palette(name, roles | _neutral_category(roles))

    def roles(self) -> dict[str, str]:
        """Return all colours by role."""
        return dict(self._roles)

    def branded(self, accent: str) -> "Palette":
        """Return the palette with another accent, and with what is made of it; "" changes nothing."""
        if not accent:
            return self
        own = Palette(f"{self.name} {accent}", {**self._roles, "accent": accent})
        made = {"accent_weak": own.mix("accent", 0.12), "chart.planned_fill": own.mix("accent", 0.28)}
        return Palette(own.name, {**own.roles(), **made})

    @property
    def categories(self) -> int:
        """How many categorical colours there are."""
        return sum(role.startswith("categorical.") for role in self._roles) - 1

    def color(self, role: str) -> str:
        """Return a role's colour as "#RRGGBB". Raises KeyError for an unknown role."""
        return self._roles[role]

    def mix(self, role: str, share: float, over: str = "surface") -> str:
        """Return a role laid over another at `share` (0…1) as one opaque colour."""
        top, ground = _rgb(self.color(role)), _rgb(self.color(over))
        return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in zip(top, ground, strict=True))


def _without_colours(roles: dict[str, str]) -> dict[str, str]:
    return {role: next((grey for begin, grey in _GREYS if role.startswith(begin)), _BLACK) for role in roles}


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _neutral_category(roles: dict[str, Any]) -> dict[str, str]:
    """Grey in the same four strengths, for what belongs to no category (index "none")."""
    return {
        "categorical.none": roles["text_3"],
        "bar.solid.none": roles["text_3"],
        "bar.dense.none": roles["border_strong"],
        "bar.tint.none": roles["band"],
    }
