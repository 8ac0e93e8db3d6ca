"""A client of the lamps' server, and its tests against a stand-in: the program qmp has to be found in PATH."""

import json
import os
import socket
import subprocess
import tempfile
import unittest

FILES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


class Lamps:
    """A client of the lamps' server: one command at a time."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._in = self._socket.makefile("r", encoding="utf-8", newline="\n")
        self._id = 0
        self._events = []
        if "QMP" not in self._receive():
            raise IOError("this is not a QMP server")
        self.execute("qmp_capabilities")

    def names(self):
        return [lamp["name"] for lamp in self.execute("query-lamps")]

    def paint(self, lamp, colour):
        self.execute("lamp-paint", name=lamp, colour=colour)

    def painted(self):
        """Waits until some lamp has a new colour; returns its name."""
        while True:
            event = self._events.pop(0) if self._events else self._receive()
            if event.get("event") == "LAMP_PAINTED":
                return event["data"]["name"]

    def execute(self, command, /, **arguments):
        self._id += 1
        request = {"execute": command, "arguments": arguments, "id": self._id}
        self._socket.sendall((json.dumps(request) + "\n").encode())
        while True:
            message = self._receive()
            if "event" in message:
                self._events.append(message)
            elif message.get("id") == self._id:
                if "error" in message:
                    raise ValueError(message["error"]["desc"])
                return message["return"]

    def _receive(self):
        line = self._in.readline()
        if not line.endswith("\n"):
            raise EOFError("the server has closed the connection")
        return json.loads(line)

    def close(self):
        self._in.close()
        self._socket.close()


class LampsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "qmp.sock")
        ready, tell = os.pipe()
        server = subprocess.Popen(
            ["qmp", "serve", "--quiet", "--ready-fd", str(tell),
             "--schema-add", os.path.join(FILES, "lamp.json"), "--replies", os.path.join(FILES, "replies.json"),
             "--journal", os.path.join(folder.name, "journal"), "-qmp", f"unix:{path},server=on,wait=off"],
            pass_fds=[tell])
        os.close(tell)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        with os.fdopen(ready) as pipe:
            self.assertEqual("\n", pipe.read())
        self.lamps = Lamps(path)
        self.addCleanup(self.lamps.close)

    def test_paints_and_sees_what_was_painted(self):
        self.lamps.paint("desk", "green")
        self.assertEqual("desk", self.lamps.painted())
        self.lamps.execute("x-verify", command="lamp-paint", arguments={"name": "desk", "colour": "green"}, times=1)

    def test_says_why_a_lamp_cannot_be_painted(self):
        with self.assertRaisesRegex(ValueError, "there is no lamp 'attic'"):
            self.lamps.paint("attic", "red")

    def test_sees_events_of_others(self):
        self.lamps.execute("x-emit", event="LAMP_PAINTED", data={"name": "hall"})
        self.assertEqual("hall", self.lamps.painted())

    def test_notices_the_end_in_mid_reply(self):
        self.assertEqual(["desk"], self.lamps.names())
        self.lamps.paint("desk", "green")
        with self.assertRaises(EOFError):
            self.lamps.names()


if __name__ == "__main__":
    unittest.main()
