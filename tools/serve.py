"""A small web server for one folder, on this machine only."""

import functools
import gzip
import http.server
import io
import os
from pathlib import Path


class Server(http.server.ThreadingHTTPServer):
    allow_reuse_address = os.name != "nt"  # on Windows it would share a busy port


@functools.lru_cache(maxsize=500)
def compressed(path, changed):
    """The file as it is sent; `changed` is its time, so that a file built anew is read anew."""
    return gzip.compress(path.read_bytes())


class Compressed(http.server.SimpleHTTPRequestHandler):
    """Sends text compressed and keeps the connection open, as the hosts of static pages do: measured is what readers wait for."""

    protocol_version = "HTTP/1.1"
    packed = (".html", ".css", ".js", ".json", ".svg", ".txt", ".ipynb")

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in self.packed or not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        body = compressed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)) + "; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def log_message(self, *args):
        """Quiet: a run of measurements asks for thousands of files."""


def server(folder, ports=range(8000, 8100), handler=http.server.SimpleHTTPRequestHandler):
    """A server of `folder` on the first free port."""
    handler = functools.partial(handler, directory=str(folder))
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
