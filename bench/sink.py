"""`python -m bench.sink CERTIFICATE`: a provider in a process of its own that takes every message over TLS at once."""

from __future__ import annotations

import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_TOKEN = b'{"errcode":0,"errmsg":"ok","access_token":"token","expires_in":7200}'
_TAKEN = b'{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"m"}'


class _Taking(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._say(_TOKEN)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say(_TAKEN)

    def _say(self, answer: bytes) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer))

    def log_message(self, *_: object) -> None:
        return


def main(certificate: str) -> None:
    """Serve until the process is ended; the port is the first line of the output."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Taking)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
