"""The screen „Współpraca”."""
