"""The project's data folder, derived from the source material (``build-data``)."""
