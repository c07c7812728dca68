"""Data of one's own: a file somebody brings, read, matched to gminy and joined to the dataset."""
