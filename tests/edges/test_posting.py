"""One POST to a stranger: to the address that was checked, and over https only to who shows the right certificate."""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme
from receiver import receiver

from engine.domain.reachable import Reach
from notifiers import posting


def test_a_name_that_means_an_inner_address_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a name stands for is looked at when it is connected to, and only that address is."""
    with receiver() as there:
        port = int(there.address.split(":")[2].split("/")[0])
        inside = [(2, 1, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *_, **__: inside)
        reply = posting.post(f"https://example.org:{port}/hook", b"{}", {}, Reach())
        assert reply.status == 0 and "example.org" in reply.words and there.came == []


def test_a_certificate_is_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over https with a certificate of a private authority: trusted only where its authority and name are."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("hooks.intranet").configure_cert(context)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    real = posting.socket.getaddrinfo
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda _host, *rest, **more: real("127.0.0.1", *rest, **more))
    try:
        reach = Reach.of("hooks.intranet, other.intranet")
        stranger = posting.post(f"https://hooks.intranet:{server.server_port}/", b"{}", {}, reach)
        assert stranger.status == 0
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert posting.post(f"https://hooks.intranet:{server.server_port}/", b"{}", {}, reach).status == 204
        assert posting.post(f"https://other.intranet:{server.server_port}/", b"{}", {}, reach).status == 0
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
