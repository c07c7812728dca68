"""The catalogue: what the data hold, as lists for programs."""
