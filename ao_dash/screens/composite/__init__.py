"""The screen „Wskaźnik syntetyczny”."""
