"""A story as one page that needs no server."""
