"""nginx and Caddy in front of the dashboard, with the files of ``deploy/``."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.support.browser import free_port
from tests.support.data import ROOT

NGINX = """daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
{lines}
}}
"""


NGINX_LINES = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
PLAIN_LINES = re.sub(r".*ssl_certificate.*\n", "", NGINX_LINES).replace("443 ssl;", "443;")
"""The same without TLS, which a test's browser trusts nobody for."""


def nginx_path(lines: str, path: str) -> str:
    """Return lines that serve below a path, as the file says that one does."""
    return lines.replace("location / {", f"location {path}/ {{")


@contextlib.contextmanager
def nginx(server: str, lines: str = PLAIN_LINES) -> Iterator[str]:
    """Put nginx with some lines in front of a server; yield its address."""
    port = free_port()
    lines = lines.replace("listen 443", f"listen 127.0.0.1:{port}")
    lines = lines.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "nginx.conf")
        lines = lines.replace("http://127.0.0.1:8501", server)
        file.write_text(NGINX.format(folder=folder, lines=lines), encoding="utf-8")
        with _running(["nginx", "-c", str(file), "-e", f"{folder}/errors"], port):
            yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def caddy(server: str, path: str = "") -> Iterator[str]:
    """Put Caddy in front of a server, perhaps below a path; yield its address."""
    port = free_port()
    settings = {
        "PULPIT_NAME": f"http://127.0.0.1:{port}",
        "PULPIT_UPSTREAM": server.removeprefix("http://"),
        "PULPIT_PATH": f"{path}/*",
    }
    lines = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "Caddyfile")
        file.write_text("{\nadmin off\n}\n" + lines, encoding="utf-8")
        command = ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]
        with _running(command, port, settings):
            yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _running(
    command: list[str], port: int, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment) as process:
        try:
            deadline = time.monotonic() + 20
            while process.poll() is None and time.monotonic() < deadline:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.05)  # polling a process that is starting
            assert process.poll() is None, "the proxy does not start"
            yield
        finally:
            process.terminate()
