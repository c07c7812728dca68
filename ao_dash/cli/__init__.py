"""The commands of ``python -m ao_dash``, by what they are for."""
