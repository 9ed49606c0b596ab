"""One request: where it may go, how TLS fails, what ends it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.backends.downloads import HttpWeb, Limits
from assistant.errors import DownloadFailed, SettingsInvalid
from fetch_samples import AS_PDF, CERTIFICATES, LIMITS, PDF, Asked, Reply, Site, pdf

AGENT = "AssistantFaireAlliance/0"


def web(private: bool = True, **options: object) -> HttpWeb:
    return HttpWeb(AGENT, LIMITS, private=private, **options)  # type: ignore[arg-type]


def got(web: HttpWeb, address: str) -> bytes:
    with web.get(address, {}) as answer:
        assert answer.status == 200
        return b"".join(answer.pieces)


def refused(web: HttpWeb, address: str, *words: str) -> DownloadFailed:
    with pytest.raises(DownloadFailed) as caught:
        got(web, address)
    assert all(word in caught.value.message for word in words), caught.value.message
    return caught.value


# --- where it may go ---------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("there", PRIVATE)
def test_the_private_network_is_refused(there: str) -> None:
    asked = web(False, resolve=lambda host, port: [there])
    failed = refused(asked, "https://site.example/d", "réseau privé", "--allow-private")
    assert not failed.again


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    asked = web(False, resolve=lambda host, port: ["1.1.1.1", "10.0.0.1"])
    refused(asked, "https://site.example/d", "10.0.0.1")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "[::1]"]
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    refused(web(False), f"http://{host}:9/", "refusée")


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """The name server is asked once; a second answer could lead elsewhere."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with Site({"/d.pdf": pdf()}) as site:
        assert got(web(resolve=resolve), site.at("/d.pdf", "site.example")) == PDF
    assert asked == ["site.example"]
    assert site.asked[0].headers["Host"] == f"site.example:{site.port}"


def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    with Site({"/d.pdf": pdf()}) as site:
        closed = web(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
        assert got(closed, site.at("/d.pdf", "site.example")) == PDF


def test_an_unknown_name_is_said_at_once() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    failed = refused(web(resolve=resolve), "https://site.example/", "introuvable")
    assert not failed.again


def test_a_name_server_that_fails_may_answer_later() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    assert refused(web(resolve=resolve), "https://site.example/", "injoignable").again


@pytest.mark.parametrize(
    "address", ["https://exa mple.fr/", "https://" + "a" * 64 + ".fr/", "https://[::/"]
)
def test_a_host_that_cannot_be_is_refused(address: str) -> None:
    with pytest.raises(DownloadFailed):
        got(web(False), address)


# --- what it says of us ------------------------------------------------------------------


def test_nothing_but_our_name_is_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login moi password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    page = pdf(**{"Set-Cookie": "trace=1"})
    with Site({"/d.pdf": page}) as site:
        asked = web()
        got(asked, site.at("/d.pdf"))
        got(asked, site.at("/d.pdf"))
    for one in site.asked:
        assert one.headers["User-Agent"] == AGENT
        assert not {"Cookie", "Authorization", "Referer"} & set(one.headers)


# --- TLS ---------------------------------------------------------------------------------


def trusting(name: str, **options: object) -> HttpWeb:
    return web(ca_file=str(CERTIFICATES / name), **options)


def test_a_trusted_certificate_is_accepted() -> None:
    with Site({"/d.pdf": pdf()}, "site.pem") as site:
        assert got(trusting("site.pem"), site.at("/d.pdf", "localhost")) == PDF
        assert got(trusting("site.pem"), site.at("/d.pdf")) == PDF


@pytest.mark.parametrize(
    ("shown", "trusted", "host", "word"),
    [
        ("site.pem", "", "localhost", "signé par lui-même"),
        ("expired.pem", "expired.pem", "localhost", "expiré"),
        ("other.pem", "other.pem", "localhost", "autre site"),
        ("other.pem", "other.pem", "127.0.0.1", "autre site"),
    ],
)
def test_a_bad_certificate_is_refused_and_said(
    shown: str, trusted: str, host: str, word: str
) -> None:
    with Site({"/d.pdf": pdf()}, shown) as site:
        asked = trusting(trusted) if trusted else web()
        failed = refused(asked, site.at("/d.pdf", host), word, "ASSISTANT_CA_FILE")
        assert not failed.again
    assert site.asked == []


def test_the_certificate_must_be_of_the_name_that_was_asked_for() -> None:
    """Although the connection itself goes to a bare address, which this certificate names."""
    with Site({"/d.pdf": pdf()}, "site.pem") as site:
        asked = trusting("site.pem", resolve=lambda host, port: ["127.0.0.1"])
        refused(asked, site.at("/d.pdf", "banque.example"), "autre site")


def test_a_site_that_does_not_encrypt_is_told_as_such() -> None:
    with Site({"/d.pdf": pdf()}) as site:
        address = site.at("/d.pdf").replace("http:", "https:")
        refused(web(), address, "échange chiffré impossible")


@pytest.mark.parametrize("content", [None, "pas un certificat"])
def test_authorities_that_cannot_be_read_are_refused(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="ASSISTANT_CA_FILE"):
        web(ca_file=str(path))


# --- a proxy -----------------------------------------------------------------------------


def test_a_proxy_is_asked_for_the_whole_address() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "only the proxy knows names")

    with Site({"http://site.example/d.pdf": pdf()}) as proxy:
        through = web(False, proxy=proxy.at(""), resolve=unknown)
        assert got(through, "http://site.example/d.pdf") == PDF
        refused(through, "http://localhost:1/", "introuvable")
    assert proxy.paths() == ["http://site.example/d.pdf"]


def test_a_proxy_is_no_way_into_the_private_network() -> None:
    with Site({}) as proxy:
        through = web(False, proxy=proxy.at(""))
        refused(through, "http://10.0.0.1/d.pdf", "réseau privé")
        refused(through, "http://127.0.0.1/d.pdf", "réseau privé")
    assert proxy.asked == []


def test_a_proxy_that_refuses_is_named() -> None:
    with Site({}) as proxy:  # knows no CONNECT
        through = web(proxy=proxy.at(""), resolve=lambda host, port: ["1.1.1.1"])
        refused(through, "https://site.example/d.pdf", "ASSISTANT_PROXY")


@pytest.mark.parametrize("proxy", ["relais:3128", "socks5://relais:1080", "http://", "?"])
def test_a_proxy_that_cannot_be_is_refused(proxy: str) -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_PROXY"):
        web(proxy=proxy)


# --- what ends it ------------------------------------------------------------------------


@pytest.fixture
def trickler() -> Iterator[int]:
    """A server whose headers never end, a byte at a time; its port."""
    closing, server = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(10_000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not closing.wait(0.01):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    yield int(server.getsockname()[1])
    closing.set()
    thread.join()
    server.close()


def test_headers_that_trickle_are_cut_off(trickler: int) -> None:
    asked = HttpWeb(AGENT, Limits(read=5, answer=0.2), private=True)
    refused(asked, f"http://127.0.0.1:{trickler}/", "plus de 0,2 s")


@pytest.mark.parametrize("certificate", ["", "site.pem"])
def test_a_body_is_cut_off_in_time_even_when_its_end_is_the_connections(certificate: str) -> None:
    def page(asked: Asked) -> Reply:
        return Reply(body=iter(lambda: b"x", b""), headers=AS_PDF, trickle=0.01)

    with Site({"/d": page}, certificate) as site:
        limits = Limits(read=5, total=0.3)
        asked = HttpWeb(AGENT, limits, private=True, ca_file=str(CERTIFICATES / "site.pem"))
        refused(asked, site.at("/d", "localhost"), "plus de 0,3 s")


def test_no_timer_outlives_its_request() -> None:
    with Site({"/d.pdf": pdf()}) as site:
        got(web(), site.at("/d.pdf"))
    assert not [t for t in threading.enumerate() if isinstance(t, threading.Timer)]


def test_what_is_no_http_is_said() -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(10_000)
            connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    assert refused(web(), f"http://127.0.0.1:{server.getsockname()[1]}/", "coupé").again
    thread.join()
    server.close()


def test_a_body_left_unread_does_no_harm() -> None:
    with Site({"/d.pdf": pdf()}) as site, web().get(site.at("/d.pdf"), {}) as answer:
        assert answer.headers["content-type"] == "application/pdf"
