"""Tables of other offices, imported with a description."""
