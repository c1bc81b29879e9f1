"""The pictures of the terminal: those of the README, and those that the tests compare.

    scripts/picture.py              writes scripts/pictures/*.svg and tests/screen/pictures/*.txt
    scripts/picture.py --show       prints them instead

The moments are those of tests/screen/scenes.py, played by the real guide; look at what has changed before you keep it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.screen.scenes import SCENES, SIZES
from voice.screen.palette import DAY, NIGHT
from voice.screen.picture import text_of
from voice.screen.terminal import svg

ROOT = Path(__file__).resolve().parents[1]
_SVG = {"terminal": ("expressing", DAY, (80, 24)), "terminal-night": ("paused", NIGHT, (80, 24))}


def main() -> int:
    """Draw every scene in every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the pictures as text and write nothing")
    args = parser.parse_args()
    for name, scene in SCENES.items():
        for width, height in SIZES:
            stage = scene()
            text = text_of(stage.layout.picture(stage.view, width, height)) + "\n"
            if args.show:
                print(f"{name} {width}x{height}\n{text}")
            else:
                _write(ROOT / "tests/screen/pictures" / f"{name}_{width}x{height}.txt", text)
    if not args.show:
        for name, (scene_name, palette, (width, height)) in _SVG.items():
            stage = SCENES[scene_name]()
            picture = stage.layout.picture(stage.view, width, height)
            _write(ROOT / "scripts/pictures" / f"{name}.svg", svg(picture, palette, width, "voice start"))
    return 0


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    print(file.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
