"""A font with Chinese characters, for charts as PNG: wished for, and never waited for."""

import shutil
from pathlib import Path

from cli import distribution
from cli.environment import FOLDER
from cli.say import note

PACKAGE = "fonts-wqy-microhei"
FOLDERS = Path("/usr/share/fonts")
FILES = (  # one of which the gateway draws with
    "truetype/wqy/wqy-microhei.ttc",
    "opentype/noto/NotoSansCJK-Regular.ttc",
    "truetype/droid/DroidSansFallbackFull.ttf",
)
ASKED = FOLDER / "fonts.asked"  # once for each environment: a start must not wait for it again


def missing() -> bool:
    return not any((FOLDERS / name).exists() for name in FILES)


def wish(asked: Path = ASKED) -> None:
    """Without one everything runs, and a PNG is refused with what to do."""
    if not missing() or asked.exists():
        return
    asked.touch()
    if distribution.become_root() is None or not shutil.which("apt-get"):
        note(f"crm: charts as PNG need a font: sudo apt-get install {PACKAGE}")
        return
    try:
        distribution.ensure([PACKAGE], "to draw charts with Chinese names")
    except SystemExit as error:
        note(f"{error.code}\ncrm: going on without; charts as SVG need none")
