"""The state register of borders: read, compared, taken over."""
