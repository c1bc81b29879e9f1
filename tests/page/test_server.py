"""The server as anybody on the machine or in the network meets it: who is let in, what is too much."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.page.served import Served, served
from tests.screen.scenes import calling, washing
from voice.errors import PageError
from voice.page.server import Binding
from voice.session.touch import Tapped

_PATIENT_S = 20.0
TEN_MEGABYTES = 10 << 20


@pytest.fixture
def one() -> Iterator[Served]:
    with served(washing()) as running:
        yield running


def _host(one: Served) -> str:
    return one.server.address.removeprefix("http://").rstrip("/")


def _asked(one: Served, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The answer to a request, with headers whose names have underscores for dashes."""
    with closing(http.client.HTTPConnection(_host(one), timeout=_PATIENT_S)) as connection:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def _entered(one: Served) -> str:
    """The cookie of a browser that was let in."""
    body = json.dumps({"token": one.admission.token}).encode()
    status, headers, _ = _asked(one, "POST", "/enter", body, Origin=f"http://{_host(one)}")
    assert status == 200
    return headers["set-cookie"]


def _connected(one: Served, **others: str) -> ClientConnection:
    origin = others.get("origin", f"http://{_host(one)}")
    cookie = others.get("cookie") or _entered(one).split(";")[0]
    return connect(f"ws://{_host(one)}/session", origin=Origin(origin), additional_headers={"Cookie": cookie})


def _closed(socket_of_ours: ClientConnection) -> int:
    """Read until it is closed; returns why, as a number of RFC 6455, 0 where it was cut off."""
    try:
        while True:
            socket_of_ours.recv(_PATIENT_S)
    except ConnectionClosed as closed:
        return 0 if closed.rcvd is None else closed.rcvd.code


def test_the_page_may_load_nothing_from_elsewhere_and_is_kept_by_nobody(one: Served) -> None:
    status, headers, body = _asked(one, "GET", "/")
    assert status == 200 and b"<title>voice</title>" in body
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer" and headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(one: Served) -> None:
    cookie = _entered(one).lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and one.admission.token.lower() not in cookie


def test_a_wrong_token_is_refused_in_a_sentence(one: Served) -> None:
    for body in (b'{"token": "wrong"}', b"{}", b"[]", b"not json", b'{"token": null}'):
        status, headers, answer = _asked(one, "POST", "/enter", body, Origin=f"http://{_host(one)}")
        assert status == 403 and "set-cookie" not in headers
        assert json.loads(answer)["why"].startswith("This address is not right.")


def test_another_name_that_leads_here_is_refused(one: Served) -> None:
    status, _, answer = _asked(one, "GET", "/", Host="evil.example:80")
    assert status == 403 and b"Open the address that the program shows." in answer


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_another_site_is_refused(one: Served, origin: str) -> None:
    body = json.dumps({"token": one.admission.token}).encode()
    assert _asked(one, "POST", "/enter", body, Origin=origin)[0] == 403
    with pytest.raises(InvalidStatus):
        _connected(one, origin=origin)


def test_nobody_watches_who_was_not_let_in(one: Served) -> None:
    with pytest.raises(InvalidStatus):
        _connected(one, cookie="voice=guessed")


def test_a_message_of_ten_megabytes_ends_its_socket_and_nothing_else(one: Served) -> None:
    origin = f"http://{_host(one)}"
    try:
        assert _asked(one, "POST", "/enter", b"x" * TEN_MEGABYTES, Origin=origin)[0] == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # it was refused before it was sent
    with _connected(one) as page:
        with suppress(ConnectionClosed):
            page.send("x" * TEN_MEGABYTES)
        assert _closed(page) in (1009, 0)  # what was on its way can cut the reason off
    with _connected(one) as page:
        page.send('{"type":"tap"}')
        page.send('{"type":"ping","sent":1}')
        while json.loads(page.recv(_PATIENT_S))["type"] != "pong":
            pass
    assert one.touches == [Tapped()]


@pytest.mark.parametrize(
    "message",
    [
        "no json",
        "[]",
        "null",
        '{"type":"press","key":"rm -rf"}',
        '{"type":"press","key":7}',
        '{"type":"amount","amount":"1e9","unit":"ml","side":""}',
        '{"type":"amount","amount":"","unit":"ml","side":""}',
        '{"type":"amount","amount":"5","unit":"pints","side":""}',
        '{"type":"amount","amount":"²","unit":"ml","side":""}',
        '{"type":"ping","sent":true}',
        '{"type":"sound","on":"yes"}',
    ],
)
def test_what_is_no_message_ends_its_socket(one: Served, message: str) -> None:
    with _connected(one) as page:
        page.send(message)
        assert _closed(page) == 1008
    assert one.touches == []


def test_a_flood_of_messages_ends_its_socket(one: Served) -> None:
    with _connected(one) as page:
        for _ in range(200):
            try:
                page.send('{"type":"tap"}')
            except ConnectionClosed:
                break
        assert _closed(page) == 1008
    assert 40 <= len(one.touches) < 100


def test_more_pages_than_anybody_has_are_turned_away(one: Served) -> None:
    cookie = _entered(one).split(";")[0]
    with ExitStack() as stack:
        for _ in range(8):
            stack.enter_context(_connected(one, cookie=cookie)).recv(_PATIENT_S)
        with _connected(one, cookie=cookie) as page:
            assert _closed(page) == 1013


def test_a_message_never_names_what_hurts() -> None:
    with served(calling()) as one, _connected(one) as page:
        messages = [json.loads(page.recv(_PATIENT_S)) for _ in range(2)]
        view = messages[1]
        assert view["held"] is True and view["heard"] is None
        assert not {"step", "returns_to", "reason"} & set(view)
        assert "emergency" not in json.dumps(
            [value for name, value in view.items() if name not in ("words", "buttons")]
        )


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with (
            pytest.raises(PageError, match=f"Port {port} is taken by another program: choose another"),
            served(washing(), Binding(port=port)),
        ):
            pass


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_over_tls_where_she_has_a_certificate(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    making = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*making, "-keyout", key, "-out", certificate], check=True, capture_output=True, timeout=60)
    with served(washing(), Binding(certificate=certificate, key=key)) as one:
        host = one.server.address.removeprefix("https://").rstrip("/")
        context = ssl.create_default_context(cafile=str(certificate))
        context.check_hostname = False
        body = json.dumps({"token": one.admission.token})
        with closing(http.client.HTTPSConnection(host, timeout=_PATIENT_S, context=context)) as connection:
            connection.request("POST", "/enter", body, {"Origin": f"https://{host}"})
            answer = connection.getresponse()
            assert answer.status == 200 and "Secure" in str(answer.headers["set-cookie"])
            answer.read()


def test_a_certificate_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "cert.pem"
    file.write_text("no certificate")
    refused = pytest.raises(PageError, match="The certificate of the page cannot be used")
    with refused, served(washing(), Binding(certificate=file)):
        pass


def test_a_code_is_seen_on_this_machine_alone_and_the_token_nowhere() -> None:
    stage = washing()
    stage.seen = stage.seen.pairs("http://192.0.2.7:80/ 123 456", 1000.0)
    with served(stage) as one:
        code = one.admission.code(time.monotonic())
        assert code is not None
        body = json.dumps({"code": code, "may": "look"}).encode()
        status, headers, _ = _asked(one, "POST", "/pair", body, Origin=f"http://{_host(one)}")
        assert status == 200
        for cookie, seen in ((_entered(one), "http://192.0.2.7:80/ 123 456"), (headers["set-cookie"], "")):
            with _connected(one, cookie=cookie.split(";")[0]) as page:
                page.recv(_PATIENT_S)
                assert json.loads(page.recv(_PATIENT_S))["code"] == seen
                stage.seen = stage.seen.pairs(one.address, 1000.0)
                one.show()
                if seen:
                    assert json.loads(page.recv(_PATIENT_S))["code"] == ""
                stage.seen = stage.seen.pairs("http://192.0.2.7:80/ 123 456", 1000.0)
                one.show()
