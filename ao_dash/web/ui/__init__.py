"""Widgets and places of the screens."""
