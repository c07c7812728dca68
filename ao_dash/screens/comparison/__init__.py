"""The screen „Porównanie”."""
