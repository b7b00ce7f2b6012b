"""The emulator on the wire: HTTP/1.1 on loopback, a thread a connection."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.servers.service import Answer, Service

LOOPBACK = "127.0.0.1"


class HttpServer(ThreadingHTTPServer):
    """Serves one Service."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, service: Service, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.service = service
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def stop(self) -> None:
        """Stop serving, break what is still open, and wake what hangs."""
        self.stopping.set()
        self.shutdown()
        for connection in list(self._open):
            _break(connection)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: HttpServer

    def _serve(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size else b""
        answer = self.server.service.handle(self.command, self.path, self.headers, body)  # type: ignore[arg-type]
        if answer.silent_s or answer.cut_after is not None:
            self._spoil(answer)
        else:
            self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _serve  # noqa: N815 - names of http.server

    def _send(self, answer: Answer, limit: int | None = None) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body[:limit])
        self.wfile.flush()

    def _spoil(self, answer: Answer) -> None:
        """Keep silent, or send a part; then break the connection."""
        if answer.silent_s:
            self.server.stopping.wait(answer.silent_s)
        elif answer.cut_after:
            self._send(answer, answer.cut_after)
        self.close_connection = True
        _break(self.connection)

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, ValueError):  # the client went away, as clients that time out do
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - name of http.server
        """The service keeps its own log."""


def _break(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
