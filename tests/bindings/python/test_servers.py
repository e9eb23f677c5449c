"""Servers that load the provider in a master and fork four workers: each worker logs people in, and all end well."""
import concurrent.futures
import http.client
import json
import pathlib
import signal
import socket
import subprocess
import unittest

from company import WORKERS, walk

HERE = str(pathlib.Path(__file__).parent)


class Server:
    """A server that was given a listening socket. Requests wait in it until the server is ready."""

    def __init__(self, *command):
        self.socket = socket.create_server(("127.0.0.1", 0))
        fd = self.socket.fileno()
        self.process = subprocess.Popen([word.format(fd=fd) for word in command], cwd=HERE, pass_fds=[fd],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)

    def get(self, path, headers={}):
        connection = http.client.HTTPConnection(*self.socket.getsockname(), timeout=60)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()

    def log_in(self, _person):
        begun, _ = self.get("/login")
        cookie = begun.headers["Set-Cookie"].split(";")[0]
        answer, body = self.get("/callback?" + walk(begun.headers["Location"]), {"Cookie": cookie})
        return json.loads(body) if answer.status == 200 else {"refused": body}

    def end(self):
        """What it said, and its status."""
        self.process.send_signal(signal.SIGTERM)
        said, _ = self.process.communicate()
        self.socket.close()
        return said, self.process.returncode


class Servers(unittest.TestCase):
    def story(self, *command):
        server = Server(*command)
        try:
            with concurrent.futures.ThreadPoolExecutor(WORKERS) as people:
                logins = list(people.map(server.log_in, range(WORKERS)))
        finally:
            said, status = server.end()
        self.assertEqual([each.get("subject") for each in logins], ["zhangsan"] * WORKERS, said)
        self.assertEqual(len({each["worker"] for each in logins}), WORKERS)
        self.assertEqual({each["inherited"] for each in logins}, {"WRONG_PROCESS"})
        self.assertEqual(status, 0, said)
        self.assertNotRegex(said, "(?i)traceback|error|segfault|killed|signal 11")

    def test_gunicorn_loads_in_its_master(self):
        self.story("/usr/bin/gunicorn", "--preload", "--workers", str(WORKERS), "--bind", "fd://{fd}", "--worker-tmp-dir",
                   "/dev/shm", "wsgi_site:application")

    def test_uwsgi_loads_in_its_master(self):
        self.story("/usr/bin/uwsgi", "--plugin", "python3", "--master", "--enable-threads", "--die-on-term",
                   "--workers", str(WORKERS), "--http-socket", "fd://{fd}", "--module", "wsgi_site", "--need-app")


if __name__ == "__main__":
    unittest.main()
