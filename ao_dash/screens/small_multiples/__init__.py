"""The screen „Cztery mapy”."""
