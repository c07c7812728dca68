"""The screen „Zależności”."""
