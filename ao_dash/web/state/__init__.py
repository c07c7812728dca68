"""The data in use and what visitors bring."""
