"""How figures and borders get in."""
