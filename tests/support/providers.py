"""The providers as they really answer, on loopback with TLS: each takes a message, refuses it, or fails half-way.

What a provider really took stands in `taken`, whatever it answered: the ledger is held against that. `moments` says
which robot was called when.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import parse_qs, urlsplit

import trustme

Answering = Literal["ok", "errcode", "busy", "invaliduser", "429", "500", "404", "timeout", "reset", "half"]
SECRETS: Final = {"dingtalk": "SECdingtalk", "feishu": "feishusecret", "sms": "smssecret"}
_SLOW: Final = 1.5


@dataclass(frozen=True)
class Certificates:
    """A file of the authority to trust, the context of a server it vouches for, and of one that somebody else does."""

    ca: Path
    good: ssl.SSLContext
    wrong: ssl.SSLContext


def certificates(folder: Path) -> Certificates:
    """Authorities of this test run, for 127.0.0.1."""
    ours, others = trustme.CA(), trustme.CA()
    ca = folder / "ca.pem"
    ours.cert_pem.write_to_path(str(ca))
    contexts = []
    for authority in (ours, others):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        contexts.append(context)
    return Certificates(ca, *contexts)


@dataclass
class Provider:
    """All HTTP providers at one address; `answer` says how they answer from now on."""

    port: int = 0
    answer: Answering = "ok"
    taken: list[str] = field(default_factory=list)
    moments: list[tuple[str, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    tokens: int = 0
    stale: bool = False
    result: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Its address."""
        return f"https://127.0.0.1:{self.port}"


Call = tuple[str, dict[str, list[str]], Mapping[str, str], bytes]


def _dingtalk(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    _, query, _, body = call
    said = json.loads(body)
    stamp, secret = query["timestamp"][0], SECRETS["dingtalk"]
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    if query["sign"][0] != base64.b64encode(digest).decode():
        provider.faults.append("sign")
    kind = said["msgtype"]
    text = said[kind]["content" if kind == "text" else "text"]
    bad = {"errcode": 310000, "errmsg": "keywords not in content"}
    busy = {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
    return text, {"ok": {"errcode": 0, "errmsg": "ok"}, "errcode": bad, "busy": busy}.get(provider.answer, bad)


def _wecom_robot(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    said = json.loads(call[3])
    bad = {"errcode": 93000, "errmsg": "invalid webhook url"}
    busy = {"errcode": 45009, "errmsg": "api freq out of limit"}
    answers = {"ok": {"errcode": 0, "errmsg": "ok"}, "errcode": bad, "busy": busy}
    return said[said["msgtype"]]["content"], answers.get(provider.answer, bad)


def _feishu(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    said = json.loads(call[3])
    if "sign" in said:
        digest = hmac.new(f"{said['timestamp']}\n{SECRETS['feishu']}".encode(), b"", hashlib.sha256).digest()
        if said["sign"] != base64.b64encode(digest).decode():
            provider.faults.append("sign")
    bad = {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    busy = {"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]"}
    answers = {"ok": {"code": 0, "msg": "success", "data": {}}, "errcode": bad, "busy": busy}
    return said["content"]["text"], answers.get(provider.answer, bad)


def _server_chan(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    said = parse_qs(call[3].decode())
    bad = {"code": 40001, "message": "[AUTH]错误的Key"}
    good = {"code": 0, "message": "", "data": {"pushid": "7", "readkey": "r", "error": "SUCCESS", "errno": 0}}
    return said["desp"][0], {"ok": good, "errcode": bad}.get(provider.answer, bad)


def _wecom(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    said = json.loads(call[3])
    if call[1]["access_token"][0] != f"token-{provider.tokens}":
        return "", {"errcode": 42001, "errmsg": "access_token expired"}
    bad = {"errcode": 60020, "errmsg": "not allow to access from your ip"}
    missed = {"errcode": 0, "errmsg": "ok", "invaliduser": said.get("touser", ""), "msgid": "m"}
    busy = {"errcode": 45009, "errmsg": "reach max api daily quota limit"}
    good = {"errcode": 0, "errmsg": "ok", "invaliduser": "", "msgid": "m-1"}
    answers = {"ok": good, "errcode": bad, "invaliduser": missed, "busy": busy}
    return said[said["msgtype"]]["content"], answers.get(provider.answer, bad)


def _work_notice(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    said = json.loads(call[3])
    bad = {"errcode": 60011, "errmsg": "没有调用该接口的权限"}
    missed = {"errcode": 33012, "errmsg": "无效的USERID"}
    busy = {"errcode": 88, "sub_code": "90018", "errmsg": "您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了"}
    answers = {"ok": {"errcode": 0, "task_id": 4711}, "errcode": bad, "invaliduser": missed, "busy": busy}
    return said["msg"]["text"]["content"], answers.get(provider.answer, bad)


def _sms(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    _, _, headers, body = call
    signed = headers["X-Luoshi-Timestamp"].encode() + b"\n" + body
    if hmac.new(SECRETS["sms"].encode(), signed, hashlib.sha256).hexdigest() != headers["X-Luoshi-Signature"]:
        provider.faults.append("sign")
    bad, missed = {"code": 1001, "message": "签名未报备"}, {"code": 2004, "message": "号码为空号"}
    busy = {"code": 1016, "message": "超过频率"}
    answers = {"ok": {"code": 0, "id": "s-1"}, "errcode": bad, "invaliduser": missed, "busy": busy}
    return json.loads(body)["text"], answers.get(provider.answer, bad)


def _hook(provider: Provider, call: Call) -> tuple[str, dict[str, Any]]:
    said = json.loads(call[3])
    return f"{said['title']}\n{said['message']}", {}


ROUTES: Final[Mapping[str, Callable[[Provider, Call], tuple[str, dict[str, Any]]]]] = {
    "/robot/send": _dingtalk,
    "/cgi-bin/webhook/send": _wecom_robot,
    "/open-apis/bot/v2/hook/TOKEN": _feishu,
    "/TOKEN.send": _server_chan,
    "/cgi-bin/message/send": _wecom,
    "/topapi/message/corpconversation/asyncsend_v2": _work_notice,
    "/sms": _sms,
    "/hook": _hook,
}


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def do_GET(self) -> None:
        self._token()

    def do_POST(self) -> None:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        call = (split.path, parse_qs(split.query), self.headers, body)
        if split.path.endswith("/getsendresult"):
            self.provider.asked += 1
            self._say(200, {"errcode": 0, "send_result": dict(self.provider.result)})
        elif split.path.endswith("/getbymobile"):
            known = json.loads(body)["mobile"] == "13800000000"
            found = {"errcode": 0, "result": {"userid": "u-1"}}
            self._say(200, found if known else {"errcode": 60121, "errmsg": "找不到该用户"})
        else:
            self._message(call)

    def _message(self, call: Call) -> None:
        provider = self.provider
        if provider.answer == "reset":
            return self._reset()
        robot = next((call[1][name][0] for name in ("access_token", "key") if name in call[1]), "")
        provider.moments.append((robot, time.monotonic()))
        text, answer = ROUTES[call[0]](provider, call)
        match provider.answer:
            case "429":
                self._say(429, {"message": "slow down"}, {"Retry-After": "300"})
            case "500" | "404":
                self._say(int(provider.answer), {"message": "sorry"})
            case "timeout":  # it takes the message, and is too slow to say so
                provider.taken.append(text)
                time.sleep(_SLOW)
                self.close_connection = True
            case "half":  # it takes the message, and the answer breaks off
                provider.taken.append(text)
                self._half()
            case answering:
                if answering == "ok" and answer.get("errcode", 0) == 0:
                    provider.taken.append(text)
                self._say(200, answer)
        return None

    def _token(self) -> None:
        if not (self.provider.stale and self.provider.tokens):
            self.provider.tokens += 1
        token = f"token-{self.provider.tokens}"
        self._say(200, {"errcode": 0, "access_token": token, "expires_in": 7200})

    def _say(self, status: int, answer: dict[str, Any], more: Mapping[str, str] | None = None) -> None:
        raw = json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(raw)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def _half(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(b'{"errco')
        self.wfile.flush()
        self._reset()

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def log_message(self, *_: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        return


@contextmanager
def provider(context: ssl.SSLContext) -> Iterator[Provider]:
    """The providers, answering over TLS."""
    found = Provider()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Answering,), {"provider": found}))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    found.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
