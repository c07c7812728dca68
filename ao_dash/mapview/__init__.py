"""From an address to everything one map says."""
