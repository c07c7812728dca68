"""A data folder of any area, made from material about all gminy of the country."""
