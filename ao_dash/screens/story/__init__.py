"""The screen of stories: pictures with words, in files that people share."""
