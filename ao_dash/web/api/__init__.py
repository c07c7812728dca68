"""Addresses for programs below ``/api/v1``: one table serves and describes them."""
