"""A small web server for one folder, on this machine only."""

import functools
import http.server
import os


class Server(http.server.ThreadingHTTPServer):
    allow_reuse_address = os.name != "nt"  # on Windows it would share a busy port


def server(folder, ports=range(8000, 8100)):
    """A server of `folder` on the first free port."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    for port in ports:
        try:
            return Server(("127.0.0.1", port), handler)
        except OSError:
            continue  # somebody else's
    raise OSError(f"no free port between {ports[0]} and {ports[-1]}")


def forever(folder):
    with server(folder) as running:
        print(f"Reading at  http://127.0.0.1:{running.server_port}/  (Ctrl-C ends it)", flush=True)
        running.serve_forever()
