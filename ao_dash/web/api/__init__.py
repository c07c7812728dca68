"""Addresses for programs below ``/api/v1``: one table serves and describes them."""

API = "/api/v1"
"""Where every address for programs begins."""
