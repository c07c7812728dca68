"""What is shown, as files that other programs read: one document, one writer for each format."""
