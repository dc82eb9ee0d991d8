"""An engine on another host, as far as anybody asks it: answers `docker info` with a name and a kernel that are not ours. Runs alone."""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

PORT = 23750
INFO = {
    "ID": "elsewhere",
    "Name": "elsewhere",
    "KernelVersion": "6.0.0-elsewhere",
    "ServerVersion": "26.1.5",
    "MemTotal": 8 * 1024**3,
    "NCPU": 2,
    "OSType": "linux",
    "OperatingSystem": "Debian GNU/Linux",
    "Architecture": "x86_64",
    "Driver": "overlay2",
    "DockerRootDir": "/var/lib/docker",
    "CgroupDriver": "systemd",
    "CgroupVersion": "2",
    "SecurityOptions": [],
}
VERSION = {
    "Version": "26.1.5",
    "ApiVersion": "1.45",
    "MinAPIVersion": "1.24",
    "Os": "linux",
    "Arch": "amd64",
    "KernelVersion": "6.0.0-elsewhere",
}


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        body = {"info": INFO, "version": VERSION}.get(path.rpartition("/")[2], {})
        text = json.dumps(body).encode() if not path.endswith("_ping") else b"OK"
        self.send_response(200)
        self.send_header("Api-Version", "1.45")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(text)

    def do_HEAD(self) -> None:
        self.do_GET()


if __name__ == "__main__":
    sys.stdout.write("listens\n")
    sys.stdout.flush()
    HTTPServer(("127.0.0.1", PORT), Elsewhere).serve_forever()
