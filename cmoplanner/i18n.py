"""Every text a person reads passes through `_`, so that it can be translated."""

import gettext
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

_DOMAIN = "cmoplanner"
_CATALOGUES = Path(__file__).parent / "resources" / "translations"
_translations: ContextVar[gettext.NullTranslations] = ContextVar("translations")
_SOURCE = gettext.NullTranslations()


class PseudoTranslations(gettext.NullTranslations):
    """A third longer than English and accented: shows texts that bypass `_` and labels that clip."""

    _ACCENTS = str.maketrans("aeiouAEIOUcn", "áéíóúÁÉÍÓÚçñ")

    def gettext(self, message: str) -> str:
        """Return the text stretched."""
        return self._stretch(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for `n`, stretched."""
        return self._stretch(msgid1 if n == 1 else msgid2)

    def _stretch(self, message: str) -> str:
        pieces = []
        inside = False
        for char in message:  # placeholders such as {name} stay as they are
            inside = (inside or char == "{") and char != "}"
            pieces.append(char if inside else char.translate(self._ACCENTS))
        return "".join(pieces) + "~" * max(1, len(message) // 3)


def use_language(language: str) -> None:
    """Translate from now on into `language` ("en", "de", …; "pseudo" for tests); English where a text is missing."""
    if language == "pseudo":
        _translations.set(PseudoTranslations())
    else:
        _translations.set(gettext.translation(_DOMAIN, _CATALOGUES, languages=[language], fallback=True))


def _(message: str) -> str:
    """Return `message` in the user's language."""
    return _translations.get(_SOURCE).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of the text that fits the number `n`."""
    return _translations.get(_SOURCE).ngettext(singular, plural, n)


def mark(message: str) -> str:
    """Mark a text for translation where it is declared; it is translated with `_` where it is shown."""
    return message


def whole_number(count: int, locale: str) -> str:
    """Return a count as a locale such as "de-DE" writes it: "1.234"."""
    if abs(count) < 1_000:
        return str(count)  # without Babel, which the start does not need
    from babel.numbers import format_decimal

    return format_decimal(count, format="#,##0", locale=known_locale(locale))


@lru_cache(maxsize=32)
def known_locale(name: str) -> str:
    """Return a locale that Babel knows for "en-IE" or "de_DE"; English where it knows none."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(name.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"
