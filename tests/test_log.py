"""The log says what went wrong, and nothing of what is in the plan."""

import logging
from pathlib import Path

from cmoplanner.errors import EditRefused
from cmoplanner.log import start_log, stop_log


def test_the_log_is_discreet(tmp_path: Path) -> None:
    handler = start_log(tmp_path)
    logger = logging.getLogger("cmoplanner.test")
    try:
        logger.error("refused", exc_info=EditRefused("“Secret launch” cannot be moved"))
        logger.error("failed", exc_info=ZeroDivisionError("a bug"))
    finally:
        stop_log(handler)
    text = (tmp_path / "logs" / "cmoplanner.log").read_text(encoding="utf-8")
    assert "refused" in text
    assert "EditRefused" in text
    assert "Secret" not in text
    assert "ZeroDivisionError: a bug" in text
    logger.info("after the end")
    assert "after the end" not in (tmp_path / "logs" / "cmoplanner.log").read_text(encoding="utf-8")
