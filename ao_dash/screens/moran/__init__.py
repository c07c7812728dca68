"""The screen „Autokorelacja”."""
