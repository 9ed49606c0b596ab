"""Pictures kept on disk: found again, bounded, made once, never half-written."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.backends.page_images import FileDigests, PageImages
from assistant.backends.painter import (
    ChildPainter,
    order_from_values,
    order_to_values,
    picture_from_values,
    picture_to_values,
)
from assistant.domain import Box
from assistant.ports import PageOrder, PagePicture, Quoted
from page_samples import COLUMNS, make_pdf, sha256


def never() -> bytes:
    raise AssertionError("made again")


def kept_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_what_was_made_is_found_again(tmp_path: Path) -> None:
    assert PageImages(tmp_path, 1).get("ab-1.png", lambda: b"picture") == b"picture"
    assert PageImages(tmp_path, 1).get("ab-1.png", never) == b"picture"
    assert PageImages(tmp_path, 1).get("ab-2.png", lambda: b"other") == b"other"


def test_nothing_may_be_an_answer_too(tmp_path: Path) -> None:
    assert PageImages(tmp_path, 1).get("none.json", lambda: b"") == b""
    assert PageImages(tmp_path, 1).get("none.json", never) == b""


def test_a_file_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    images = PageImages(tmp_path, 1)
    images.get("ab.png", lambda: b"picture")
    (path,) = tmp_path.rglob("ab.png")
    path.write_bytes(path.read_bytes()[:-2])
    assert images.get("ab.png", lambda: b"again") == b"again"
    path.write_bytes(b"")
    assert images.get("ab.png", lambda: b"more") == b"more"


def test_the_least_recently_used_leave_first(tmp_path: Path) -> None:
    images = PageImages(tmp_path, 1)
    for n in range(9):
        images.get(f"p{n}.png", lambda: bytes(100_000))
        (path,) = tmp_path.rglob(f"p{n}.png")
        os.utime(path, (n, n))
    images.get("p0.png", never)  # used again
    images.get("new.png", lambda: bytes(200_000))
    assert kept_size(tmp_path) <= 1_000_000
    assert images.get("p0.png", never) == bytes(100_000)
    assert images.get("new.png", never) == bytes(200_000)
    assert images.get("p1.png", lambda: b"made again") == b"made again"


def test_what_a_dead_process_left_goes_too(tmp_path: Path) -> None:
    left = tmp_path / "aa" / ".new-0011"
    left.parent.mkdir()
    left.write_bytes(bytes(900_000))
    PageImages(tmp_path, 1).get("b.png", lambda: bytes(300_000))
    assert not left.exists()


def test_a_picture_over_the_limit_is_given_and_not_kept(tmp_path: Path) -> None:
    assert PageImages(tmp_path, 0).get("a.png", lambda: b"picture") == b"picture"
    assert kept_size(tmp_path) == 0


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(tmp_path: Path) -> None:
    (tmp_path / "images").write_text("a file where the folder should be")
    images = PageImages(tmp_path / "images", 1)
    assert images.get("a.png", lambda: b"one") == b"one"
    assert images.get("a.png", lambda: b"two") == b"two"


@pytest.mark.parametrize("key", ["../a.png", "a/b.png", "", ".a", "a\0b", "x" * 300])
def test_a_key_is_no_path(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PageImages(tmp_path, 1).get(key, lambda: b"")


def test_asked_for_by_many_at_once_it_is_made_once(tmp_path: Path) -> None:
    images, made, ready = PageImages(tmp_path, 1), [], threading.Barrier(8)

    def make() -> bytes:
        made.append(1)
        return b"picture"

    def ask() -> bytes:
        ready.wait()
        return images.get("ab.png", make)

    with ThreadPoolExecutor(8) as pool:
        assert {f.result() for f in [pool.submit(ask) for _ in range(8)]} == {b"picture"}
    assert made == [1]
    assert not images._making


def test_what_could_not_be_made_is_tried_again(tmp_path: Path) -> None:
    images = PageImages(tmp_path, 1)
    with pytest.raises(AssertionError):
        images.get("ab.png", never)
    assert images.get("ab.png", lambda: b"picture") == b"picture"


def test_a_file_is_hashed_again_when_it_changed(tmp_path: Path) -> None:
    digests, path = FileDigests(), tmp_path / "doc.pdf"
    path.write_bytes(b"one")
    assert digests.unchanged(path, sha256(b"one"))
    assert not digests.unchanged(path, sha256(b"two"))
    path.write_bytes(b"two")
    os.utime(path, (1, 1))
    assert digests.unchanged(path, sha256(b"two"))
    path.unlink()
    assert not digests.unchanged(path, sha256(b"two"))


def test_orders_and_pictures_pass_as_json(tmp_path: Path) -> None:
    import json

    quoted = (Quoted("texte", 0, 5, Box(1, 2, 3, 4)), Quoted("sans place", 0, 4))
    order = PageOrder(tmp_path / "doc.pdf", "0" * 64, 3, quoted, 800)
    assert order_from_values(json.loads(json.dumps(order_to_values(order)))) == order
    picture = PagePicture((10.0, 20.0), (Box(1, 2, 3, 4),), b"\x89PNG\x00")
    assert picture_from_values(json.loads(json.dumps(picture_to_values(picture)))) == picture


def test_a_page_is_drawn_by_another_process(tmp_path: Path) -> None:
    from assistant.backends.reader_pool import ReaderPool

    path, data = tmp_path / "doc.pdf", make_pdf([COLUMNS])
    path.write_bytes(data)
    line = COLUMNS[0]
    pool = ReaderPool(1)
    try:
        order = PageOrder(path, sha256(data), 1, (Quoted(line.text, 4, 8, line.box),), 300)
        picture = ChildPainter(pool).paint(order)
    finally:
        pool.close()
    assert picture.png.startswith(b"\x89PNG")
    assert len(picture.rectangles) == 1
