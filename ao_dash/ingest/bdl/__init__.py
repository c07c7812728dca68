"""The bank of local data of Statistics Poland: asked, confirmed, merged."""
