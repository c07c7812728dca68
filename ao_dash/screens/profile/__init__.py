"""The screen „Profil gminy”."""
