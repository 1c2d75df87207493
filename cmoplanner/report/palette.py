"""The colours of the product by role, light and dark, without a toolkit."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cmoplanner.paths import resource


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours; roles are "accent", "bar.solid.3", "chart.spent", "categorical.0"."""

    name: str
    _roles: dict[str, str]

    @staticmethod
    @lru_cache
    def load(name: str) -> "Palette":
        """Return the palette "light" or "dark"."""
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
