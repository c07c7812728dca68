"""Addresses of the web: which of them may be asked."""

from __future__ import annotations

import ipaddress
import socket

import httpx2

_PORTS = 65536


def is_address(text: str) -> bool:
    """Tell whether ``text`` is an address of the web that can be asked at all."""
    try:
        url = httpx2.URL(text)
        url.host.encode("idna")
    except (httpx2.InvalidURL, ValueError):  # a label too long is one, too
        return False
    web = url.scheme in ("http", "https") and bool(url.host)
    return web and (url.port or 0) < _PORTS and text.isprintable()


def may_follow(origin: httpx2.URL, target: httpx2.URL) -> bool:
    """Tell whether a redirection from ``origin`` leads to where a stranger may send us.

    That is the same server, or a public address: not a machine of the network we are in.
    """
    if (target.scheme, target.host, target.port) == (origin.scheme, origin.host, origin.port):
        return True
    return is_address(str(target)) and _public(target.host)


def _public(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(ipaddress.ip_address(str(place[4][0]).split("%")[0]).is_global for place in found)
