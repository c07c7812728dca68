"""nginx and Caddy in front of the dashboard, with the lines of ``docs/hosting.md``."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

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


def documented(kind: str) -> str:
    """Return the lines for a proxy, as the page for administrators gives them."""
    text = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    (lines,) = re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)
    return str(lines)


@contextlib.contextmanager
def nginx(server: str, lines: str) -> Iterator[str]:
    """Put nginx with some lines in front of a server; yield its address."""
    port = free_port()
    lines = lines.replace("listen 80;", f"listen 127.0.0.1:{port};")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "nginx.conf")
        lines = lines.replace("http://127.0.0.1:8501", server)
        file.write_text(NGINX.format(folder=folder, lines=lines), encoding="utf-8")
        with _running(["nginx", "-c", str(file), "-e", f"{folder}/errors"], port):
            yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def caddy(server: str, lines: str) -> Iterator[str]:
    """Put Caddy with some lines in front of a server; yield its address."""
    port = free_port()
    lines = lines.replace("pulpit.gmina.pl", f"http://127.0.0.1:{port}")
    lines = lines.replace("127.0.0.1:8501", server.removeprefix("http://"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "Caddyfile")
        file.write_text("{\nadmin off\n}\n" + lines, encoding="utf-8")
        with _running(["caddy", "run", "--config", str(file), "--adapter", "caddyfile"], port):
            yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
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
