"""One's own data: a file of a visitor's becomes indicators of the map, for that visitor alone."""

from ao_dash.web.ui import address, user_data

address.leave()
user_data.show()
