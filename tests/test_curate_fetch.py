"""Downloads from a real site on this machine, well behaved or not."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.curate.fetch.values import Fetched
from assistant.errors import (
    BadRequest,
    IndexBusy,
    SourcesInvalid,
    StorageFull,
    UnreadableFile,
)
from fetch_samples import (
    AS_PDF,
    CERTIFICATES,
    HTML,
    PAGE,
    PDF,
    PLAIN,
    Asked,
    Desk,
    Drawer,
    Page,
    Reply,
    Site,
    endless,
    in_turn,
    offered,
    pdf,
    to,
    with_ranges,
)

N = "\u00a0"
ROBOTS = "robots.txt"


def robots(text: str) -> Reply:
    return Reply(body=text.encode(), headers=PLAIN)


def failed(one: Fetched, *words: str) -> None:
    assert one.state == "failed"
    assert all(word in one.problem for word in words), one.problem


def document(site: Site, path: str = "/d.pdf") -> list[Asked]:
    return [asked for asked in site.asked if asked.path == path]


# --- what goes well ----------------------------------------------------------------------


def test_a_document_comes_in_as_it_is(tmp_path: Path) -> None:
    with offered(tmp_path, pdf(ETag='"v1"')) as (desk, site):
        one = desk.one()
    assert (one.state, one.file, one.bytes) == ("fetched", "doc.pdf", len(PDF))
    assert one.sha256 == sha256(PDF).hexdigest()
    assert (desk.shelf.folder / "doc.pdf").read_bytes() == PDF
    assert desk.shelf.fields["doc"] == {
        "id": "doc",
        "title": "Titre de doc",
        "address": site.at("/d.pdf"),
        "retrieved": "2026-03-02",
    }
    assert desk.left() == ["doc.json", "lock"]
    agent = document(site)[0].headers["User-Agent"]
    assert agent == "AssistantFaireAlliance/0"


@pytest.mark.parametrize(
    ("declared", "body", "name"),
    [
        ("application/pdf", PDF, "doc.pdf"),
        ("application/octet-stream", PDF, "doc.pdf"),
        ("text/plain", PDF, "doc.pdf"),
        ("", PDF, "doc.pdf"),
        ("text/html; charset=utf-8", PAGE, "doc.html"),
        ("application/xhtml+xml", b'<?xml version="1.0"?>\n<html></html>', "doc.html"),
        ("text/html", "Une page sans balise, déclarée comme page.".encode(), "doc.html"),
        ("text/plain; charset=utf-8", b"Une note simple.", "doc.txt"),
        ("text/markdown", b"# Une note", "doc.md"),
    ],
)
def test_the_name_comes_from_the_id_and_the_kind_from_the_bytes(
    declared: str, body: bytes, name: str, tmp_path: Path
) -> None:
    headers = {"Content-Type": declared} if declared else {}
    with offered(tmp_path, Reply(body=body, headers=headers), "/x?y=../../z") as (desk, _):
        assert desk.one().file == name
    assert (desk.shelf.folder / name).read_bytes() == body


def test_progress_tells_bytes_rate_and_time_left(tmp_path: Path) -> None:
    with offered(tmp_path, pdf()) as (desk, _):
        desk.one()
    last = desk.steps[-1]
    assert (last.id, last.number, last.of, last.state) == ("doc", 1, 1, "body")
    assert (last.done, last.total, last.left) == (len(PDF), len(PDF), 0)
    assert last.rate > 0


def test_redirects_are_followed(tmp_path: Path) -> None:
    more: dict[str, Page] = {"b": to("c?x=1#fragment"), "c?x=1": pdf()}
    with offered(tmp_path, to("/b", 301), **more) as (desk, site):
        assert desk.one().state == "fetched"
        assert desk.shelf.fields["doc"]["address"] == site.at("/d.pdf")


def test_a_failure_spares_the_others(tmp_path: Path) -> None:
    with Site({"/a": pdf(), "/c": pdf(PDF + b"c")}) as site:
        desk = Desk(tmp_path)
        desk.offer(a=site.at("/a"), b=site.at("/b"), c=site.at("/c"))
        report = desk.run()
    assert [one.state for one in report.documents] == ["fetched", "failed", "fetched"]
    assert [one.id for one in report.of("failed")] == ["b"]


def test_only_what_was_asked_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.offer(a="https://un.example/a", b="https://un.example/b")
    fetcher = desk.fetcher()
    assert [source.id for source in fetcher.chosen(["b"])] == ["b"]
    with pytest.raises(BadRequest, match=f"«{N}c{N}»"):
        fetcher.chosen(["b", "c"])


# --- again -------------------------------------------------------------------------------


def test_the_same_document_again_is_unchanged(tmp_path: Path) -> None:
    def page(asked: Asked) -> Reply:
        known = asked.headers.get("If-None-Match") == 'W/"v1"'
        return Reply(304) if known else pdf(ETag='W/"v1"')

    with offered(tmp_path, page) as (desk, site):
        assert desk.one().state == "fetched"
        assert desk.one().state == "unchanged"
        assert [len(a.headers.get("If-None-Match", "")) for a in document(site)] == [0, 6]
        (desk.shelf.folder / "doc.pdf").write_bytes(b"changed by hand")
        assert desk.one().state == "changed"
        assert "If-None-Match" not in document(site)[-1].headers


def test_without_validators_the_bytes_are_compared(tmp_path: Path) -> None:
    with offered(tmp_path, pdf()) as (desk, _):
        assert [desk.one().state, desk.one().state] == ["fetched", "unchanged"]


def test_what_changed_is_replaced_only_when_asked(tmp_path: Path) -> None:
    with offered(tmp_path, in_turn(pdf(), pdf(PDF + b"2"))) as (desk, _site):
        desk.one()
        assert desk.one().state == "changed"
        assert (desk.shelf.folder / "doc.pdf").read_bytes() == PDF
        assert desk.shelf.archived == []
        desk.shelf.fields["doc"]["title"] = "Titre corrigé"
        one = desk.one(update=True)
    assert (one.state, one.sha256) == ("updated", sha256(PDF + b"2").hexdigest())
    assert (desk.shelf.folder / "doc.pdf").read_bytes() == PDF + b"2"
    assert desk.shelf.archived == [PDF]
    assert desk.shelf.fields["doc"]["title"] == "Titre corrigé"


def test_a_page_that_changed_out_of_sight_is_unchanged(tmp_path: Path) -> None:
    first = PAGE + b"<!-- 1 --><script>var jeton = 'a' < 'b'</script><p class=a>Fin</p>"
    other = PAGE + b"<!-- 2 --><script>var jeton = 'c'</script>\n<p class=b>Fin</p>"
    pages = [Reply(body=body, headers=HTML) for body in (first, other, other + b"Et la suite.")]
    with offered(tmp_path, in_turn(*pages), "/page") as (desk, _):
        states = [desk.one().state for _ in range(3)]
    assert states == ["fetched", "unchanged", "changed"]


def test_the_same_bytes_under_two_ids_come_in_once(tmp_path: Path) -> None:
    with Site({"/a": pdf(), "/b": pdf()}) as site:
        desk = Desk(tmp_path)
        desk.offer(a=site.at("/a"), b=site.at("/b"))
        one, other = desk.run().documents
    assert one.state == "fetched"
    failed(other, f"«{N}a{N}»")
    assert "b" not in desk.shelf.documents()


def test_the_list_says_what_is_there(tmp_path: Path) -> None:
    with Site({"/a": pdf(), "/b": with_ranges(PDF, cut=50_000)}) as site:
        desk = Desk(tmp_path)
        desk.offer(a=site.at("/a"), b=site.at("/b"), c=site.at("/c"))
        assert [one.state for one in desk.fetcher().listed()] == ["absent"] * 3
        site.pages["/b"] = in_turn(site.pages["/b"], Reply(503))
        desk.run()
        assert [one.state for one in desk.fetcher().listed()] == ["present", "partial", "absent"]


# --- resuming ----------------------------------------------------------------------------


def test_a_cut_body_is_gone_on_with(tmp_path: Path) -> None:
    with offered(tmp_path, with_ranges(PDF, cut=60_000)) as (desk, site):
        one = desk.one()
    assert (one.state, one.sha256) == ("fetched", sha256(PDF).hexdigest())
    asked = document(site)
    assert [a.headers.get("Range") for a in asked] == [None, "bytes=60000-"]
    assert asked[1].headers["If-Range"] == '"v1"'
    assert desk.steps[-1].done == desk.steps[-1].total == len(PDF)


def test_a_later_run_goes_on_too(tmp_path: Path) -> None:
    with offered(tmp_path, in_turn(with_ranges(PDF, cut=60_000), Reply(503))) as (desk, site):
        failed(desk.one(), "503")
        assert "doc.part" in desk.left()
        site.pages["/d.pdf"] = with_ranges(PDF)
        assert desk.one().sha256 == sha256(PDF).hexdigest()
    assert document(site)[-1].headers["Range"] == "bytes=60000-"


def test_a_file_that_changed_meanwhile_starts_anew(tmp_path: Path) -> None:
    new = b"%PDF-1.7" + PDF
    pages = in_turn(with_ranges(PDF, cut=60_000), with_ranges(new, '"v2"'))
    with offered(tmp_path, pages) as (desk, _):
        assert desk.one().sha256 == sha256(new).hexdigest()


def test_a_site_without_ranges_starts_anew(tmp_path: Path) -> None:
    cut = Reply(body=PDF[:60_000], headers={**AS_PDF, "ETag": '"v1"'}, length=len(PDF))
    with offered(tmp_path, in_turn(cut, pdf(ETag='"v1"'))) as (desk, site):
        assert desk.one().sha256 == sha256(PDF).hexdigest()
    assert document(site)[1].headers["Range"] == "bytes=60000-"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"ETag": 'W/"weak"'},
        {"Last-Modified": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ],
)
def test_without_a_strong_validator_nothing_is_gone_on_with(
    headers: dict[str, str], tmp_path: Path
) -> None:
    cut = Reply(body=PDF[:60_000], headers={**AS_PDF, **headers}, length=len(PDF))
    with offered(tmp_path, in_turn(cut, pdf())) as (desk, site):
        assert desk.one().state == "fetched"
    assert "Range" not in document(site)[1].headers


def test_an_old_date_is_a_strong_validator(tmp_path: Path) -> None:
    date = format_datetime(datetime.now(UTC) - timedelta(days=9), usegmt=True)
    cut = Reply(body=PDF[:60_000], headers={**AS_PDF, "Last-Modified": date}, length=len(PDF))
    with offered(tmp_path, in_turn(cut, pdf())) as (desk, site):
        assert desk.one().state == "fetched"
    assert document(site)[1].headers["If-Range"] == date


def test_a_part_that_does_not_follow_is_thrown_away(tmp_path: Path) -> None:
    wrong = {**AS_PDF, "ETag": '"v1"', "Content-Range": f"bytes 5-{len(PDF) - 1}/{len(PDF)}"}
    pages = in_turn(with_ranges(PDF, cut=60_000), Reply(206, PDF[5:], wrong), with_ranges(PDF))
    with offered(tmp_path, pages) as (desk, site):
        assert desk.one().sha256 == sha256(PDF).hexdigest()
    assert [a.headers.get("Range") for a in document(site)] == [None, "bytes=60000-", None]


def test_a_download_that_was_whole_already_is_not_asked_for_twice(tmp_path: Path) -> None:
    with offered(tmp_path, in_turn(with_ranges(PDF, cut=60_000), Reply(503))) as (desk, site):
        desk.one()
        (desk.staging / "doc.part").write_bytes(PDF)
        site.pages["/d.pdf"] = with_ranges(PDF)
        assert desk.one().sha256 == sha256(PDF).hexdigest()
    assert document(site)[-1].headers["Range"] == f"bytes={len(PDF)}-"


def test_a_changed_address_starts_anew(tmp_path: Path) -> None:
    with offered(tmp_path, in_turn(with_ranges(PDF, cut=60_000), Reply(503)), e=pdf()) as (
        desk,
        site,
    ):
        desk.one()
        desk.offer(doc=site.at("/e"))
        assert desk.one().state == "fetched"
    assert "Range" not in site.asked[-1].headers


def test_a_broken_note_starts_anew(tmp_path: Path) -> None:
    with offered(tmp_path, in_turn(with_ranges(PDF, cut=60_000), Reply(503))) as (desk, site):
        desk.one()
        (desk.staging / "doc.part.json").write_text('{"address": 3', encoding="utf-8")
        site.pages["/d.pdf"] = with_ranges(PDF)
        assert desk.one().sha256 == sha256(PDF).hexdigest()
    assert "Range" not in document(site)[-1].headers


def test_a_site_that_always_cuts_without_giving_anything_is_given_up(tmp_path: Path) -> None:
    with offered(tmp_path, Reply(body=b"", headers=AS_PDF, length=100)) as (desk, site):
        failed(desk.one(), "coupé")
    assert len(document(site)) == 4


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from fetch_samples import Desk
desk = Desk(Path({folder!r}))
fetcher = desk.fetcher()
fetcher.run(fetcher.chosen(None), update=False, tell=lambda step: print(step.done, flush=True))
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_download_is_gone_on_with(end: signal.Signals, tmp_path: Path) -> None:
    def slow(asked: Asked) -> Reply:
        pieces = (PDF[n : n + 4_096] for n in range(0, len(PDF), 4_096))
        headers = {**AS_PDF, "ETag": '"v1"'}
        return Reply(200, pieces, headers, length=len(PDF), trickle=0.05)

    with offered(tmp_path, slow) as (desk, site):
        code = KILLED.format(tests=str(Path(__file__).parent), folder=str(tmp_path))
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        with process:
            assert process.stdout is not None
            while int(process.stdout.readline()) == 0:
                pass
            os.kill(process.pid, end)
        assert desk.shelf.documents() == {}
        there = (desk.staging / "doc.part").stat().st_size
        assert 0 < there < len(PDF)
        site.pages["/d.pdf"] = with_ranges(PDF)
        assert desk.one().sha256 == sha256(PDF).hexdigest()
        assert document(site)[-1].headers["Range"] == f"bytes={there}-"


@pytest.mark.parametrize("error", [IndexBusy, StorageFull, KeyboardInterrupt])
def test_what_could_not_be_put_away_yet_is_not_downloaded_twice(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: Drawer, file: Path, fields: object) -> None:
        raise error("plus tard")

    with offered(tmp_path, with_ranges(PDF)) as (desk, site):
        with monkeypatch.context() as patched:
            patched.setattr(Drawer, "put", busy)
            if error is IndexBusy:
                failed(desk.one(), "plus tard")
            else:
                with pytest.raises(error):
                    desk.one()
        assert desk.one().sha256 == sha256(PDF).hexdigest()
        assert document(site)[-1].headers["Range"] == f"bytes={len(PDF)}-"
    assert desk.left() == ["doc.json", "lock"]


def test_what_the_corpus_refuses_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(self: Drawer, file: Path, fields: object) -> None:
        raise UnreadableFile("protégé par un mot de passe")

    with offered(tmp_path, with_ranges(PDF)) as (desk, _):
        monkeypatch.setattr(Drawer, "put", refusing)
        failed(desk.one(), "ajouté", "mot de passe")
    assert desk.left() == ["lock"]


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with offered(tmp_path, pdf()) as (desk, _):
        fetcher = desk.fetcher()
        with fetcher._alone(), pytest.raises(IndexBusy):
            desk.one()
        assert desk.one().state == "fetched"


# --- patience ----------------------------------------------------------------------------


def test_a_site_out_of_order_is_asked_again_later(tmp_path: Path) -> None:
    pages = in_turn(Reply(500), Reply(502), pdf())
    with offered(tmp_path, pages) as (desk, _):
        assert desk.one().state == "fetched"
    assert [wait for wait in desk.time.slept if wait in (1.0, 2.0)] == [1.0, 2.0]
    assert [step.seconds for step in desk.steps if step.state == "wait"] == [1.0, 2.0]


def test_it_is_given_up_after_some_tries(tmp_path: Path) -> None:
    with offered(tmp_path, Reply(503)) as (desk, site):
        failed(desk.one(), "503", "plus tard")
    assert len(document(site)) == 4


@pytest.mark.parametrize("date", [False, True])
def test_a_site_says_how_long_to_wait(date: bool, tmp_path: Path) -> None:
    when = datetime(2026, 3, 2, 12, 0, 37, tzinfo=UTC)  # the desk's noon, and 37 seconds
    asked = format_datetime(when, usegmt=True) if date else "37"
    busy = Reply(429, headers={"Retry-After": asked})
    with offered(tmp_path, in_turn(busy, pdf())) as (desk, _):
        assert desk.one().state == "fetched"
    assert 37.0 in desk.time.slept


def test_a_site_that_asks_for_too_long_is_left_alone(tmp_path: Path) -> None:
    with offered(tmp_path, Reply(429, headers={"Retry-After": "86400"})) as (desk, site):
        failed(desk.one(), "86400 s")
    assert len(document(site)) == 1


@pytest.mark.parametrize("asked", ["-5", "demain", "²", "", "9" * 400])
def test_a_senseless_wait_does_no_harm(asked: str, tmp_path: Path) -> None:
    busy = Reply(503, headers={"Retry-After": asked.encode().decode("latin-1")})
    with offered(tmp_path, in_turn(busy, pdf())) as (desk, _):
        assert desk.one().state in ("fetched", "failed")
    assert all(0 < wait <= 120 for wait in desk.time.slept)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (401, "réserve"),
        (403, "navigateur"),
        (404, "404"),
        (410, "retiré"),
        (451, "légale"),
        (418, "418"),
    ],
)
def test_a_refusal_is_final_and_says_what_to_do(status: int, word: str, tmp_path: Path) -> None:
    with offered(tmp_path, Reply(status, PDF, AS_PDF)) as (desk, site):
        failed(desk.one(), word)
    assert len(document(site)) == 1
    assert desk.left() == ["lock"]


def test_a_connection_that_breaks_is_tried_again(tmp_path: Path) -> None:
    with offered(tmp_path, pdf()) as (desk, site):
        address = site.at("/d.pdf")
    desk.offer(doc=address)  # nobody listens there any more
    failed(desk.one(pause=0.1), "injoignable", "ASSISTANT_PROXY")
    assert desk.time.slept == [1.0, 2.0, 4.0]


def test_requests_to_one_site_are_spaced(tmp_path: Path) -> None:
    with Site({"/a": pdf(), "/b": pdf(PDF + b"b")}) as site:
        desk = Desk(tmp_path)
        desk.offer(a=site.at("/a"), b=site.at("/b"))
        desk.run(pause=2.0)
    assert site.paths() == ["/robots.txt", "/a", "/b"]
    assert len(desk.time.slept) == 2
    assert all(1.5 < wait <= 2.0 for wait in desk.time.slept)


def test_sites_are_not_waited_for_each_other(tmp_path: Path) -> None:
    with Site({"/a": pdf()}) as one, Site({"/b": pdf(PDF + b"b")}) as other:
        desk = Desk(tmp_path)
        desk.offer(a=one.at("/a"), b=other.at("/b"))
        desk.run(pause=2.0)
    assert len(desk.time.slept) == 2  # between each robots.txt and its document


# --- what must end -----------------------------------------------------------------------


def test_an_endless_body_stops_at_the_limit(tmp_path: Path) -> None:
    body = Reply(body=endless(PDF), headers=AS_PDF)
    with offered(tmp_path, body) as (desk, site):
        failed(desk.one(), "dépasse 1 Mo", "ASSISTANT_FETCH_MAX_MB")
    assert len(document(site)) == 1
    assert desk.left() == ["lock"]


def test_a_body_that_says_it_is_too_large_is_not_begun(tmp_path: Path) -> None:
    body = Reply(body=endless(PDF), headers=AS_PDF, length=1 << 40)
    with offered(tmp_path, body) as (desk, _):
        failed(desk.one(), "dépasse")
    assert not any(step.state == "body" for step in desk.steps)


def test_a_slow_body_is_stopped_and_kept_for_later(tmp_path: Path) -> None:
    pieces = [PDF[:5_000], *(PDF[n : n + 1] for n in range(5_000, 6_000))]
    slow = Reply(body=pieces, headers={**AS_PDF, "ETag": '"v1"'}, length=len(PDF), trickle=0.01)
    with offered(tmp_path, slow) as (desk, site):
        failed(desk.one(slowest=20_000), "lentement")
        site.pages["/d.pdf"] = with_ranges(PDF)
        assert desk.one().sha256 == sha256(PDF).hexdigest()
    assert "Range" in document(site)[-1].headers


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_silent_site_is_not_waited_for(part: str, tmp_path: Path) -> None:
    silent = (
        Reply(body=PDF, headers=AS_PDF, silent=30)
        if part == "headers"
        else Reply(body=[PDF[:500], PDF[500:]], headers=AS_PDF, length=len(PDF), trickle=30)
    )
    with offered(tmp_path, silent) as (desk, _):
        failed(desk.one(read=0.2, attempts=2), "ne répond plus")


def test_a_body_that_never_ends_ends_in_time(tmp_path: Path) -> None:
    trickling = Reply(body=endless(b"%PDF-"), headers=AS_PDF, trickle=0.02)
    with offered(tmp_path, trickling) as (desk, _):
        failed(desk.one(whole=0.3, slowest=0), "plus de 0,3 s")


def test_a_compressed_body_is_opened(tmp_path: Path) -> None:
    packed = Reply(body=gzip.compress(PAGE), headers={**HTML, "Content-Encoding": "gzip"})
    with offered(tmp_path, packed, "/page") as (desk, site):
        assert desk.one().state == "fetched"
    assert (desk.shelf.folder / "doc.html").read_bytes() == PAGE
    assert document(site, "/page")[0].headers["Accept-Encoding"] == "identity"


def test_a_compressed_bomb_is_bounded(tmp_path: Path) -> None:
    bomb = gzip.compress(b"%PDF-1.4" + bytes(50 << 20))
    assert len(bomb) < 100_000
    packed = Reply(body=bomb, headers={**AS_PDF, "Content-Encoding": "gzip"})
    with offered(tmp_path, packed) as (desk, _):
        failed(desk.one(), "dépasse 1 Mo")
    assert max(step.done for step in desk.steps) <= (1 << 20)


def test_a_compressed_body_that_never_gives_anything_is_bounded(tmp_path: Path) -> None:
    empty = zlib.compressobj(wbits=31)
    start = empty.compress(b"%PDF-") + empty.flush(zlib.Z_FULL_FLUSH)
    nothing = b"\x00\x00\x00\xff\xff" * 10_000  # empty stored blocks

    def body(asked: Asked) -> Reply:
        def pieces() -> object:
            yield start
            yield from endless(nothing)

        return Reply(body=pieces(), headers={**AS_PDF, "Content-Encoding": "gzip"})  # type: ignore[arg-type]

    with offered(tmp_path, body) as (desk, _):
        failed(desk.one(), "dépasse")


@pytest.mark.parametrize("kept", [-8, -30, 40])
def test_a_compressed_body_that_is_cut_is_noticed(kept: int, tmp_path: Path) -> None:
    packed = gzip.compress(PAGE * 50)[:kept]
    reply = Reply(body=packed, headers={**HTML, "Content-Encoding": "gzip"})
    with offered(tmp_path, reply, "/page") as (desk, _):
        failed(desk.one(), "coupé")


@pytest.mark.parametrize(
    ("encoding", "body", "word"),
    [("br", PDF, "br"), ("gzip, gzip", PDF, "gzip, gzip"), ("gzip", PDF, "inutilisable")],
)
def test_a_body_that_cannot_be_opened_is_refused(
    encoding: str, body: bytes, word: str, tmp_path: Path
) -> None:
    with offered(tmp_path, Reply(body=body, headers={**AS_PDF, "Content-Encoding": encoding})) as (
        desk,
        _,
    ):
        failed(desk.one(), word)


# --- kinds -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "declared", "body", "words"),
    [
        ("/d.pdf", "application/pdf", PAGE, ("une page web", "PDF")),
        ("/d.pdf", "text/html", PAGE, ("une page web", "PDF")),
        ("/d", "application/pdf", PAGE, ("une page web", "PDF")),
        ("/d", "application/pdf", b"Bonjour", ("un texte", "PDF")),
        ("/d.docx", "application/octet-stream", PDF, ("un PDF", "DOCX")),
        ("/d", "image/png", b"\x89PNG\r\n\x1a\n\0\0", ("image/png",)),
        ("/d", "video/mp4", PDF, ("video/mp4",)),
        ("/d", "application/octet-stream", b"\x7fELF\0\0\0", ("application/octet-stream",)),
        ("/d", "text/html", b"\x89PNG\r\n\x1a\n\0\0", ("text/html",)),
        ("/d", "application/json", b"{}", ("application/json",)),
        ("/d", "", b"Qui sait ?", ("inconnu",)),
        ("/d", "application/zip", b"PK\x03\x04" + b"x" * 50, ("incomplet",)),
        ("/d", "application/zip", b"PK\x03\x04" + b"x" * 50 + b"PK\x05\x06" + bytes(18), ("zip",)),
    ],
)
def test_what_we_do_not_read_is_refused(
    path: str, declared: str, body: bytes, words: tuple[str, ...], tmp_path: Path
) -> None:
    headers = {"Content-Type": declared} if declared else {}
    with offered(tmp_path, Reply(body=body, headers=headers), path) as (desk, _):
        failed(desk.one(), *words)
    assert desk.left() == ["lock"]
    assert desk.shelf.documents() == {}


def test_a_wrong_kind_is_refused_before_it_is_downloaded(tmp_path: Path) -> None:
    body = Reply(body=endless(PAGE * 20), headers=AS_PDF, trickle=0.01)
    with offered(tmp_path, body) as (desk, _):
        failed(desk.one(), "une page web")
    assert max((step.done for step in desk.steps), default=0) < 100_000


def test_an_empty_document_is_refused(tmp_path: Path) -> None:
    with offered(tmp_path, Reply(headers=AS_PDF)) as (desk, _):
        failed(desk.one(), "vide")
    assert desk.left() == ["lock"]


# --- redirects ---------------------------------------------------------------------------


def test_a_redirect_that_goes_round_is_left(tmp_path: Path) -> None:
    with offered(tmp_path, to("/b"), b=to("/d.pdf")) as (desk, site):
        failed(desk.one(), "sans fin")
    assert len(document(site)) == 1


def test_redirects_are_counted(tmp_path: Path) -> None:
    chain: dict[str, Page] = {f"r{n}": to(f"/r{n + 1}") for n in range(5)}
    with offered(tmp_path, to("/r0"), **chain, r5=pdf()) as (desk, site):
        failed(desk.one(), "plus de 5 fois")
        desk.offer(doc=site.at("/r0"))
        assert desk.one().state == "fetched"


@pytest.mark.parametrize(
    ("location", "word"),
    [
        ("ftp://127.0.0.1/d.pdf", "http://"),
        ("file:///etc/passwd", "http://"),
        ("javascript:alert(1)", "http://"),
        ("http://moi:secret@127.0.0.1/d.pdf", "mot de passe"),
        ("http://[::1/d.pdf", "mal écrite"),
        ("http://127.0.0.1:99999/", "mal écrite"),
        ("http://", "sans fin"),
        ("", "ne dit pas où"),
    ],
)
def test_a_redirect_to_no_address_of_ours_is_refused(
    location: str, word: str, tmp_path: Path
) -> None:
    with offered(tmp_path, to(location)) as (desk, _):
        one = desk.one()
    failed(one, word)
    assert "secret" not in one.problem


def test_a_redirect_that_gives_up_encryption_is_refused(tmp_path: Path) -> None:
    with Site({"/d.pdf": pdf()}) as plain:
        with Site({"/d.pdf": to(plain.at("/d.pdf"))}, "site.pem") as safe:
            desk = Desk(tmp_path)
            desk.offer(doc=safe.at("/d.pdf", "localhost"))
            failed(desk.one(ca_file=str(CERTIFICATES / "site.pem")), "plus chiffrée")
        assert plain.asked == []


# --- robots.txt --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /",
        "User-agent: *\nDisallow: /*.pdf$",
        "User-agent: assistantfairealliance\nDisallow: /d\n\nUser-agent: *\nAllow: /",
        "\ufeffUser-agent: *\nDisallow: /d.pdf\nAllow: /d",
    ],
)
def test_what_a_site_does_not_want_taken_is_not(text: str, tmp_path: Path) -> None:
    with offered(tmp_path, pdf(), **{ROBOTS: robots(text)}) as (desk, site):
        failed(desk.one(), "robots.txt", "navigateur")
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "User-agent: *\nDisallow:",
        "User-agent: *\nDisallow: /\nAllow: /d.pdf",
        "User-agent: *\nDisallow: /\n\nUser-agent: AssistantFaireAlliance\nDisallow: /x",
        "<html>Pas un fichier robots</html>",
        "User-agent: autre\nDisallow: /",
    ],
)
def test_what_a_site_allows_is_taken(text: str, tmp_path: Path) -> None:
    with offered(tmp_path, pdf(), **{ROBOTS: robots(text)}) as (desk, _):
        assert desk.one().state == "fetched"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_without_robots_all_is_allowed(status: int, tmp_path: Path) -> None:
    with offered(tmp_path, pdf(), **{ROBOTS: Reply(status)}) as (desk, _):
        assert desk.one().state == "fetched"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_robots_that_do_not_answer_allow_nothing(status: int, tmp_path: Path) -> None:
    with Site({"/robots.txt": Reply(status), "/a": pdf(), "/b": pdf()}) as site:
        desk = Desk(tmp_path)
        desk.offer(a=site.at("/a"), b=site.at("/b"))
        one, other = desk.run().documents
    failed(one, "robots.txt ne répond pas", "plus tard")
    failed(other, "robots.txt ne répond pas")
    assert site.paths() == ["/robots.txt"] * 4  # the tries, once for both


def test_robots_that_recover_are_read(tmp_path: Path) -> None:
    pages = in_turn(Reply(500), robots("User-agent: *\nDisallow: /d"))
    with offered(tmp_path, pdf(), **{ROBOTS: pages}) as (desk, _):
        failed(desk.one(), "navigateur")


def test_robots_behind_a_redirect_are_read(tmp_path: Path) -> None:
    more: dict[str, Page] = {ROBOTS: to("/r"), "r": robots("User-agent: *\nDisallow: /d")}
    with offered(tmp_path, pdf(), **more) as (desk, _):
        failed(desk.one(), "navigateur")


def test_robots_count_for_the_end_of_a_redirect_too(tmp_path: Path) -> None:
    more: dict[str, Page] = {ROBOTS: robots("User-agent: *\nDisallow: /b"), "b": pdf()}
    with offered(tmp_path, to("/b"), **more) as (desk, site):
        failed(desk.one(), "navigateur")
    assert "/b" not in site.paths()


def test_endless_robots_are_read_up_to_a_limit(tmp_path: Path) -> None:
    text = endless(b"User-agent: *\nDisallow: /x\n" * 100)
    with offered(tmp_path, pdf(), **{ROBOTS: Reply(body=text, headers=PLAIN)}) as (desk, _):
        assert desk.one().state == "fetched"


def test_robots_that_trickle_allow_nothing(tmp_path: Path) -> None:
    text = Reply(body=endless(b"#"), headers=PLAIN, trickle=0.01)
    with offered(tmp_path, pdf(), **{ROBOTS: text}) as (desk, _):
        failed(desk.one(), "robots.txt ne répond pas")


@pytest.mark.parametrize(
    "text", ["User-agent: *\nCrawl-delay: 11", "User-agent: *\nRequest-rate: 1/11"]
)
def test_a_site_says_how_often_it_may_be_asked(text: str, tmp_path: Path) -> None:
    with offered(tmp_path, pdf(), **{ROBOTS: robots(text)}) as (desk, _):
        assert desk.one().state == "fetched"
    assert 10 < desk.time.slept[0] <= 11
    assert any(step.state == "wait" and step.seconds > 10 for step in desk.steps)


def test_a_delay_beyond_reason_is_not_waited_for(tmp_path: Path) -> None:
    text = robots("User-agent: *\nCrawl-delay: 3600")
    with offered(tmp_path, pdf(), **{ROBOTS: text}) as (desk, _):
        failed(desk.one(), "3600 s")
    assert desk.time.slept == []


# --- what the list must be ---------------------------------------------------------------


def test_a_wrong_list_stops_before_anything_is_asked(tmp_path: Path) -> None:
    with offered(tmp_path, pdf()) as (desk, site):
        desk.offer(a=site.at("/d.pdf"), b=site.at("/d.pdf#ici"))
        with pytest.raises(SourcesInvalid, match="ligne 8"):
            desk.run()
    assert site.asked == []


def test_the_memory_says_where_it_came_from(tmp_path: Path) -> None:
    with offered(tmp_path, pdf(ETag='"v1"')) as (desk, site):
        desk.one()
    memory = json.loads((desk.staging / "doc.json").read_text(encoding="utf-8"))
    assert memory["address"] == site.at("/d.pdf")
    assert memory["declared"] == "application/pdf"
