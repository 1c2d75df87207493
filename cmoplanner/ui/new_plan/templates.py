"""Templates of a plan: a kind of business with its channels, and names of segments and offerings to be replaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmoplanner.i18n import mark


@dataclass(frozen=True, slots=True)
class Template:
    """One way to begin; texts are marked, and translated where they are shown.

    `bars` draws its picture: row by row start and end as parts of the width, the number of the colour, and
    whether it is strong.
    """

    key: str
    title: str
    pack: str
    model: str
    told: Sequence[str]
    segments: Sequence[str]
    offerings: Sequence[str]
    bars: Sequence[tuple[float, float, int, bool]]


TEMPLATES = (
    Template(
        "b2b",
        mark("B2B software and devices"),
        "b2b",
        "b2b_software",
        (mark("4 segments, long sales cycles"), mark("Webinars, events, search, partners")),
        (mark("Large companies"), mark("Mid-sized companies"), mark("Small companies"), mark("Public sector")),
        (mark("Software subscription"), mark("Devices"), mark("Service and training")),
        (
            (0.06, 0.54, 0, True),
            (0.54, 0.94, 0, False),
            (0.21, 0.42, 4, True),
            (0.48, 0.93, 4, False),
            (0.11, 0.94, 2, True),
        ),
    ),
    Template(
        "brand",
        mark("Consumer brand and shop"),
        "b2c",
        "ecommerce",
        (mark("3 segments, people order directly"), mark("Video, social, search, retail co-op")),
        (mark("Loyal customers"), mark("Occasional buyers"), mark("New to the brand")),
        (mark("Core range"), mark("Seasonal range")),
        (
            (0.04, 0.97, 1, True),
            (0.11, 0.36, 3, False),
            (0.62, 0.97, 3, True),
            (0.31, 0.51, 5, False),
            (0.72, 0.97, 5, True),
        ),
    ),
    Template(
        "services",
        mark("Services and clinics"),
        "b2c",
        "retail_local",
        (mark("3 segments, local demand"), mark("Search, mail, content, local events")),
        (mark("Private customers"), mark("Families"), mark("Companies nearby")),
        (mark("First appointment"), mark("Regular service"), mark("Yearly plan")),
        (
            (0.06, 0.94, 6, True),
            (0.14, 0.33, 7, False),
            (0.42, 0.62, 7, True),
            (0.71, 0.91, 7, False),
            (0.31, 0.88, 2, True),
        ),
    ),
)
