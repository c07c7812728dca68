"""One folder for each screen beside the map: from its address to its blocks and its rows."""
