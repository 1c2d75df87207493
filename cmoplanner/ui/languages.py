"""The languages the program speaks: English, and every catalogue that is packaged."""

from babel import Locale, UnknownLocaleError

from cmoplanner.paths import resource

SOURCE = "en"


def available() -> list[tuple[str, str]]:
    """Return code and own name of each language, English first."""
    folder = resource("translations")
    found = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/cmoplanner.mo"))
    return [(code, _own_name(code)) for code in (SOURCE, *(code for code in found if code != SOURCE))]


def _own_name(code: str) -> str:
    try:
        name = Locale.parse(code, sep="-" if "-" in code else "_").get_language_name()
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code
