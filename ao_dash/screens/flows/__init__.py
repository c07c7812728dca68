"""The screen „Przepływy”."""
