"""The nouns of the project and the immutable dataset that holds them; imports nothing above."""
