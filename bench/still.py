"""Files of a folder and nothing else: what a server can do at best. The folder is ``AO_STILL``."""

import os

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

app = Starlette(routes=[Mount("/", StaticFiles(directory=os.environ["AO_STILL"]))])
