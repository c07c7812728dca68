"""The screen „Jakość danych”."""
