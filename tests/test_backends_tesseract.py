from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.backends.tesseract import TesseractRecognizer, find_tesseract
from assistant.domain import Box
from assistant.errors import SettingsInvalid, UnreadableFile
from assistant.ports import RecognizedLine
from assistant.settings import Settings
from assistant.wiring import make_recognizer

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
PAGE = "1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t"


def word(place: str, box: str, confidence: float, text: str) -> str:
    """`place` is "block paragraph line word"."""
    return "\t".join(["5", "1", *place.split(), *box.split(), str(confidence), text])


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """A `tesseract` of our own: says its version and languages, then does what `then.py` says."""
    path = tmp_path / "tesseract"
    path.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, runpy, sys\n"
        "if '--version' in sys.argv: print('tesseract 9.9.9\\n leptonica-1')\n"
        f"elif '--list-langs' in sys.argv: print('List in \"{tmp_path}\" (2):\\nfra\\nosd')\n"
        f"else: runpy.run_path('{tmp_path}/then.py')\n"
    )
    path.chmod(0o755)
    return path


def found(command: Path, then: str, seconds: int = 30) -> TesseractRecognizer:
    (command.parent / "then.py").write_text(then)
    recognizer = find_tesseract(command=str(command), seconds=seconds)
    assert recognizer is not None
    return recognizer


def answering(command: Path, *rows: str) -> TesseractRecognizer:
    return found(command, f"print({chr(10).join((HEAD, PAGE, *rows))!r})")


def test_words_become_lines_with_boxes_in_points(command: Path) -> None:
    recognizer = answering(
        command,
        word("1 1 1 1", "100 50 80 20", 90, "Faire"),
        word("1 1 1 2", "190 52 120 22", 60, "alliance"),
        word("1 1 2 1", "100 80 40 20", 96, "ici"),
    )
    first, second = recognizer.recognize(b"", 144)
    assert first.text == "Faire alliance"
    assert first.box == Box(50, 25, 155, 37)
    assert first.confidence == pytest.approx((5 * 0.9 + 8 * 0.6) / 13)
    assert second == RecognizedLine("ici", Box(50, 40, 70, 50), pytest.approx(0.96))


def test_an_empty_line_parts_paragraphs_and_blocks(command: Path) -> None:
    recognizer = answering(
        command,
        word("1 1 1 1", "10 10 50 10", 90, "un"),
        word("1 1 2 1", "10 22 50 10", 90, "deux"),
        word("1 2 1 1", "10 44 50 10", 90, "trois"),
        word("2 1 1 1", "300 10 50 10", 90, "quatre"),
    )
    lines = recognizer.recognize(b"", 72)
    assert [line.text for line in lines] == ["un", "deux", "", "trois", "", "quatre"]
    assert lines[2].box == Box(10, 32, 60, 44)
    assert lines[4].box.bottom >= lines[4].box.top


def test_lines_read_without_confidence_are_dropped(command: Path) -> None:
    recognizer = answering(
        command,
        word("1 1 1 1", "10 10 50 10", 12, "|~_"),
        word("2 1 1 1", "10 40 50 10", 88, "lisible"),
        word("2 1 2 1", "10 60 50 10", 95, " "),
        word("3 1 1 1", "10 90 50 10", 5, "°;"),
    )
    assert [line.text for line in recognizer.recognize(b"", 72)] == ["lisible"]


def test_quotes_are_text(command: Path) -> None:
    recognizer = answering(command, word("1 1 1 1", "0 0 9 9", 90, '"il'))
    assert recognizer.recognize(b"", 72)[0].text == '"il'


def test_the_picture_and_the_options_reach_the_command(command: Path) -> None:
    echo = (
        "import os, sys\n"
        f"print({HEAD!r})\n"
        "said = [sys.stdin.buffer.read().decode(), os.environ['OMP_THREAD_LIMIT'], *sys.argv[1:]]\n"
        "print('\\t'.join('5 1 1 1 1 1 0 0 9 9 90'.split() + ['/'.join(said)]))\n"
    )
    text = found(command, echo).recognize(b"PNG", 200)[0].text
    assert text.startswith("PNG/1/stdin/stdout/-l/fra/--dpi/200/")


def test_the_name_says_what_readings_depend_on(command: Path) -> None:
    assert found(command, "").name == "tesseract 9.9.9 fra"
    (command.parent / "fra.traineddata").write_bytes(b"one model")
    first = found(command, "").name
    (command.parent / "fra.traineddata").write_bytes(b"another model")
    assert first.startswith("tesseract 9.9.9 fra ")
    assert found(command, "").name != first


@pytest.mark.parametrize(
    ("then", "reason"),
    [
        ("import sys; sys.stderr.write('line\\nimage trop petite\\n'); sys.exit(1)", "trop petite"),
        ("import sys; sys.exit(3)", "3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "-11"),
        ("print('\\t'.join('5 1 1 1 1 1 x 0 9 9 90 mot'.split()))", "x"),
    ],
)
def test_a_failure_is_one_french_line(command: Path, then: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=f"^la reconnaissance.*{reason}") as failure:
        found(command, then).recognize(b"", 72)
    assert "\n" not in failure.value.message


def test_an_empty_answer_is_no_line(command: Path) -> None:
    assert found(command, "").recognize(b"", 72) == ()


def test_a_command_that_went_away_is_said(command: Path) -> None:
    recognizer = found(command, "")
    command.unlink()
    with pytest.raises(UnreadableFile):
        recognizer.recognize(b"", 72)


def test_a_command_that_hangs_is_killed(command: Path) -> None:
    """Even when what it started still holds its pipes."""
    hang = (
        "import os, pathlib, subprocess, time\n"
        f"pathlib.Path('{command.parent}/pid').write_text(str(os.getpid()))\n"
        "subprocess.Popen(['sleep', '20'])\n"
        "time.sleep(20)\n"
    )
    recognizer = found(command, hang, seconds=1)
    started = time.monotonic()
    with pytest.raises(UnreadableFile, match="ASSISTANT_OCR_SECONDS"):
        recognizer.recognize(b"", 72)
    assert time.monotonic() - started < 15
    with pytest.raises(ProcessLookupError):
        os.kill(int((command.parent / "pid").read_text()), 0)


def test_absent_or_without_the_language_there_is_none(command: Path, tmp_path: Path) -> None:
    assert find_tesseract(command=str(tmp_path / "nothing")) is None
    assert find_tesseract("bre", str(command)) is None
    assert find_tesseract("fra+bre", str(command)) is None
    assert find_tesseract("fra+osd", str(command)) is not None


def test_a_command_that_cannot_say_its_languages_is_none(tmp_path: Path) -> None:
    broken = tmp_path / "tesseract"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert find_tesseract(command=str(broken)) is None
    broken.write_text("no program\n")
    assert find_tesseract(command=str(broken)) is None


def test_settings_choose(command: Path, clean_environment: Path) -> None:
    on = Settings(ocr_command=str(command))
    assert make_recognizer(on) is not None
    assert make_recognizer(on.model_copy(update={"ocr": "off"})) is None
    assert make_recognizer(on.model_copy(update={"ocr_language": "bre"})) is None
    with pytest.raises(SettingsInvalid, match="ASSISTANT_OCR"):
        make_recognizer(on.model_copy(update={"ocr": "peut-être"}))


# --- with the real one -------------------------------------------------------------------


@pytest.fixture(scope="module")
def tesseract() -> TesseractRecognizer:
    recognizer = find_tesseract()
    if recognizer is None:
        reason = "tesseract with French is not installed"
        if "tesseract" in os.environ.get("ASSISTANT_REQUIRE", "").split(","):
            pytest.fail(f"{reason}, and ASSISTANT_REQUIRE names tesseract")
        pytest.skip(reason)
    return recognizer


def drawn(columns: list[list[str]], size: int = 34) -> bytes:
    """Columns of lines as a picture of a page at 200 dpi."""
    import reportlab

    vera = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    image = Image.new("L", (1654, 1200), 255)
    draw = ImageDraw.Draw(image)
    for number, lines in enumerate(columns):
        for row, line in enumerate(lines):
            place = (100 + number * 800, 100 + row * 48)
            draw.text(place, line, fill=0, font=ImageFont.truetype(str(vera), size))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


PARAGRAPH = [
    "Les alliances réunissent des élus,",
    "des associations et des entreprises",
    "où chacun apporte ses compétences.",
]
OTHER = [
    "La commune a signé une convention",
    "de trois ans avec l’hôpital voisin",
    "et deux fondations reconnues.",
]


def test_french_is_read(tesseract: TesseractRecognizer) -> None:
    lines = tesseract.recognize(drawn([PARAGRAPH]), 200)
    assert [line.text for line in lines] == PARAGRAPH
    assert all(line.confidence > 0.8 for line in lines)
    first = lines[0].box
    assert (first.left, first.top) == (pytest.approx(36, abs=3), pytest.approx(38, abs=6))
    assert first.right < 1654 * 72 / 200


def test_columns_are_read_one_after_the_other(tesseract: TesseractRecognizer) -> None:
    lines = tesseract.recognize(drawn([PARAGRAPH * 3, OTHER * 3], 30), 200)
    read = [line.text.replace("'", "’") for line in lines if line.text]
    assert read == PARAGRAPH * 3 + OTHER * 3


def test_a_white_page_is_no_line(tesseract: TesseractRecognizer) -> None:
    assert tesseract.recognize(drawn([]), 200) == ()


@pytest.mark.parametrize("picture", [b"", b"no picture", drawn([])[:500]])
def test_what_is_no_picture_is_refused(tesseract: TesseractRecognizer, picture: bytes) -> None:
    with pytest.raises(UnreadableFile):
        tesseract.recognize(picture, 200)


def test_the_real_name(tesseract: TesseractRecognizer) -> None:
    version = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    assert tesseract.name.startswith(version.stdout.split("\n")[0] + " fra")
    assert shutil.which("tesseract")
