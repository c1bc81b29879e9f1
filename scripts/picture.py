"""The pictures of the terminal and of the page: those of the README, and those that the tests compare.

    scripts/picture.py              writes scripts/pictures/*.svg and tests/screen/pictures/*.txt
    scripts/picture.py --show       prints them instead
    scripts/picture.py --page       writes scripts/pictures/page*.jpg, with the system's chromium
    scripts/picture.py --page DIR   every scene by day and at night, on a laptop and a phone, into a folder to look at

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
_PAGE_SIZES = {"laptop": (1280, 800), "phone": (360, 740)}
_PAGES = [("page", "expressing", "laptop", False), ("page-night", "expressing", "phone", True)]
_SVG = {"terminal": ("expressing", DAY, (80, 24)), "terminal-night": ("paused", NIGHT, (80, 24))}


def main() -> int:
    """Draw every scene in every size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the pictures as text and write nothing")
    parser.add_argument(
        "--page", nargs="?", const=ROOT / "scripts/pictures", type=Path, metavar="DIR", help="the page's"
    )
    args = parser.parse_args()
    if args.page is not None:
        _page(args.page, all_scenes=args.page != ROOT / "scripts/pictures")
        return 0
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


def _page(folder: Path, *, all_scenes: bool) -> None:
    """Pictures of the page."""
    from playwright.sync_api import expect

    from tests.page.browser import browser
    from tests.page.served import served
    from voice.audio.orders import Phase

    folder.mkdir(parents=True, exist_ok=True)
    wanted = (
        _PAGES
        if not all_scenes
        else [
            (f"{name}-{size}-{'night' if night else 'day'}", name, size, night)
            for name in SCENES
            for size in _PAGE_SIZES
            for night in (False, True)
        ]
    )
    with browser() as chromium:
        for file, name, size, night in wanted:
            stage = SCENES[name]()
            stage.desk.wait(10.0)
            with served(stage, night=night) as one:
                width, height = _PAGE_SIZES[size]
                page = chromium.new_page(viewport={"width": width, "height": height})
                page.goto(one.address)
                expect(page.locator("#session")).to_be_visible()
                if stage.view.beat is not None:
                    one.beat(Phase.COMPRESS, ago_s=50.0)
                    expect(page.locator("#cue")).to_have_text("compress")
                page.wait_for_timeout(300)
                page.screenshot(path=folder / f"{file}.jpg", type="jpeg", quality=70)
                print(f"{file}.jpg")
                page.close()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    print(file.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
