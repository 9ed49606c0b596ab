"""Pages drawn with the quote highlighted: the coloured pixels lie on the quote's words."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from assistant.domain import Box
from assistant.errors import DocumentChanged, UnreadableFile
from assistant.ingest.pdf.locate import rectangles
from assistant.ingest.pdf.render import render
from assistant.ports import PageOrder, PagePicture, Quoted
from page_samples import (
    COLUMNS,
    HEIGHT,
    WIDTH,
    Printed,
    make_pdf,
    make_scan,
    opened,
    sha256,
    written,
)

NEAR = 2.5
"""Points: a highlight reaches a little over its words."""


def order(folder: Path, data: bytes, quoted: Sequence[Quoted], width: int = 840) -> PageOrder:
    path = written(folder, "doc.pdf", data)
    return PageOrder(path, sha256(data), 1, tuple(quoted), width)


def quote(line: Printed, words: str, *, boxed: bool = True, text: str | None = None) -> Quoted:
    read = text or line.text
    start = read.index(words)
    return Quoted(read, start, start + len(words), line.box if boxed else None)


def is_marked(pixel: tuple[int, int, int]) -> bool:
    """Yellowish: blue well under the rest. Ink and paper are grey."""
    return min(pixel[0], pixel[1]) - pixel[2] > 40


def marked_box(picture: Image.Image) -> Box:
    """Around all the highlighted pixels, in points."""
    scale = picture.width / WIDTH
    found = [
        (x, y)
        for y in range(picture.height)
        for x in range(picture.width)
        if is_marked(picture.getpixel((x, y)))  # type: ignore[arg-type]
    ]
    across, down = [x for x, _ in found], [y for _, y in found]
    return Box(min(across) / scale, min(down) / scale, max(across) / scale, max(down) / scale)


def assert_covers(found: Box, expected: Box) -> None:
    assert abs(found.left - expected.left) < NEAR
    assert abs(found.right - expected.right) < NEAR
    assert found.top <= expected.top + 1
    assert found.bottom >= expected.bottom - 1
    assert found.bottom - found.top < expected.bottom - expected.top + 10


@pytest.mark.parametrize("boxed", [True, False])
@pytest.mark.parametrize(
    ("line", "words"), [(0, "élus réunissent"), (3, "votent"), (4, "chaque automne")]
)
def test_the_highlight_lies_on_the_quoted_words(
    tmp_path: Path, line: int, words: str, boxed: bool
) -> None:
    printed = COLUMNS[line]
    asked = order(tmp_path, make_pdf([COLUMNS]), [quote(printed, words, boxed=boxed)])
    made = render(asked)
    assert made.size == (WIDTH, HEIGHT)
    picture = opened(made.png)
    assert picture.size == (840, 600)
    assert_covers(marked_box(picture), printed.box_of(words))
    assert_covers(made.rectangles[0], printed.box_of(words))


def test_words_that_stand_twice_are_found_in_their_own_line(tmp_path: Path) -> None:
    for printed in (COLUMNS[0], COLUMNS[3]):
        words = "habitants"
        made = render(order(tmp_path, make_pdf([COLUMNS]), [quote(printed, words)], 0))
        assert_covers(made.rectangles[0], printed.box_of(words))


def test_the_words_stay_readable(tmp_path: Path) -> None:
    data = make_pdf([COLUMNS])
    plain = opened(render(order(tmp_path, data, [])).png)
    marked = opened(render(order(tmp_path, data, [quote(COLUMNS[0], "élus réunissent")])).png)
    box = COLUMNS[0].box_of("réunissent")
    area = tuple(round(2 * side) for side in (box.left, box.top, box.right, box.bottom))
    darkest = [p.crop(area).convert("L").getextrema()[0] for p in (plain, marked)]
    assert darkest[1] <= darkest[0] + 5
    outside = (0, 400, 840, 600)
    assert plain.crop(outside).tobytes() == marked.crop(outside).tobytes()


@pytest.mark.parametrize("boxed", [True, False])
def test_a_word_cut_at_the_line_s_end_is_covered_on_both_lines(tmp_path: Path, boxed: bool) -> None:
    first, second = COLUMNS[1], COLUMNS[2]
    text = "autour d’un projet de coopération"
    asked = Quoted(
        text,
        text.index("coopération"),
        len(text),
        first.box if boxed else None,
        second.box if boxed else None,
    )
    above, below = render(order(tmp_path, make_pdf([COLUMNS]), [asked], 0)).rectangles
    assert_covers(above, first.box_of("coopé"))
    assert_covers(below, second.box_of("ration"))


@pytest.mark.parametrize("boxed", [True, False])
def test_what_repair_changed_is_found_all_the_same(tmp_path: Path, boxed: bool) -> None:
    printed = Printed("L e projet asso cie 1es communes et l'Etat", 40, 100)
    read = "Le projet associe les communes et l’État"
    made = render(
        order(
            tmp_path,
            make_pdf([[printed]]),
            [quote(printed, "associe les communes", boxed=boxed, text=read)],
            0,
        )
    )
    assert_covers(made.rectangles[0], printed.box_of("asso cie 1es communes"))


def test_a_quote_of_several_lines_gives_one_rectangle_a_line(tmp_path: Path) -> None:
    quoted = [quote(COLUMNS[3], "votent le budget"), quote(COLUMNS[4], "de la commune")]
    made = render(order(tmp_path, make_pdf([COLUMNS]), quoted, 0))
    assert len(made.rectangles) == 2
    for box, printed, words in zip(
        made.rectangles, COLUMNS[3:], ("votent le budget", "de la commune"), strict=True
    ):
        assert_covers(box, printed.box_of(words))


def test_a_scan_is_highlighted_by_its_lines_boxes(tmp_path: Path) -> None:
    printed = COLUMNS[0]
    asked = quote(printed, "les habitants")
    made = render(order(tmp_path, make_scan(COLUMNS), [asked]))
    (box,) = made.rectangles
    assert box.top == printed.box.top
    assert box.right == pytest.approx(printed.box.right)
    expected = printed.box_of("les habitants")
    assert abs(box.left - expected.left) < 12
    assert marked_box(opened(made.png)).right == pytest.approx(box.right, abs=NEAR)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_on_a_turned_page_too(tmp_path: Path, rotation: int) -> None:
    words = "élus réunissent"
    asked = order(
        tmp_path, make_pdf([COLUMNS], rotation=rotation), [quote(COLUMNS[0], words, boxed=False)]
    )
    made = render(asked)
    assert made.size == ((HEIGHT, WIDTH) if rotation % 180 else (WIDTH, HEIGHT))
    expected = COLUMNS[0].box_of(words)
    turned = {
        90: Box(HEIGHT - expected.bottom, expected.left, HEIGHT - expected.top, expected.right),
        180: Box(
            WIDTH - expected.right,
            HEIGHT - expected.bottom,
            WIDTH - expected.left,
            HEIGHT - expected.top,
        ),
        270: Box(expected.top, WIDTH - expected.right, expected.bottom, WIDTH - expected.left),
    }[rotation]
    across, down = (turned.left + turned.right) / 2, (turned.top + turned.bottom) / 2
    assert any(
        box.left <= across <= box.right and box.top <= down <= box.bottom for box in made.rectangles
    )


def test_without_width_nothing_is_drawn(tmp_path: Path) -> None:
    made = render(order(tmp_path, make_pdf([COLUMNS]), [quote(COLUMNS[0], "élus")], 0))
    assert made.png == b""
    assert made.rectangles


def test_a_quote_that_is_not_there_is_shown_by_its_line_or_not_at_all(tmp_path: Path) -> None:
    text = "Une phrase inventée de toutes pièces"
    nowhere = Quoted(text, 0, len(text))
    made = render(order(tmp_path, make_pdf([COLUMNS]), [nowhere], 0))
    assert made == PagePicture((WIDTH, HEIGHT))


def test_the_picture_is_never_huge(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(20, 14_000))
    canvas.drawString(1, 1, "x")
    canvas.save()
    picture = opened(render(order(tmp_path, data.getvalue(), [], 2_000)).png)
    assert picture.width * picture.height <= 12_500_000


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    asked = order(tmp_path, make_pdf([COLUMNS]), [])
    asked.path.write_bytes(make_pdf([COLUMNS[:1]]))
    with pytest.raises(DocumentChanged, match="a changé depuis l’indexation"):
        render(asked)
    asked.path.unlink()
    with pytest.raises(DocumentChanged, match=re.escape("doc.pdf")):
        render(asked)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\nrien", make_pdf([COLUMNS])[:400]])
def test_what_cannot_be_drawn_is_said_in_french(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"La page 1 de doc\.pdf ne peut pas être dessinée"):
        render(order(tmp_path, data, []))


def test_a_page_beyond_the_last_cannot_be_drawn(tmp_path: Path) -> None:
    data = make_pdf([COLUMNS])
    path = written(tmp_path, "doc.pdf", data)
    for number in (0, 2):
        with pytest.raises(UnreadableFile):
            render(PageOrder(path, sha256(data), number))


def test_nothing_quoted_gives_no_rectangle() -> None:
    assert rectangles([Quoted("texte", 0, 0)], []) == ()
    assert rectangles([Quoted("« … »", 0, 5, Box(0, 0, 9, 9))], []) == ()
