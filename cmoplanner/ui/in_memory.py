"""Pictures made in memory: Qt does not tell of a disk that takes only part of a file, what writes bytes does."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPixmap


def buffer() -> QBuffer:
    """Return memory that Qt can write to as to a file."""
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    return target


def png_of(picture: QImage | QPixmap) -> bytes:
    """Return a picture as a PNG file. Raises ValueError if it is empty."""
    target = buffer()
    if not picture.save(target, "PNG"):  # type: ignore[call-overload]
        raise ValueError("the picture is empty")
    return bytes(target.data().data())
