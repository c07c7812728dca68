"""One's own data: a file of a visitor's becomes indicators of the map, for that visitor alone."""

from ao_dash.ui import address, own_screen

address.leave()
own_screen.show()
