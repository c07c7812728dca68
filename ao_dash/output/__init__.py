"""Whatever leaves the dashboard as a file."""
