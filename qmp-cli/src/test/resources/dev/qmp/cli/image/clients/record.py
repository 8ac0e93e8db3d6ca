"""Runs a real QEMU for a manager, and writes its answers down as the replies of a stand-in.

record.py QEMU REPLIES OPTION...: starts QEMU with the options, stands between its monitor and the manager, and at the end of the
session writes to the file REPLIES what was answered. The options may ask for -daemonize.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

# What a server knows better than a recording: its own state, devices and declarations.
OWN = {
    "qmp_capabilities", "query-status", "stop", "cont", "quit", "system_reset", "system_powerdown", "query-qmp-schema",
    "query-commands", "query-name", "query-version", "query-chardev", "x-exit-preconfig",
}


def replace_monitor(options, path):
    """Lets the monitor listen on a path; returns the options, and the socket on which the manager expects it."""
    listener = None
    changed = []
    for option in options:
        if option.startswith("unix:") and listener is None:
            wanted = option[len("unix:"):].split(",")[0]
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(wanted)
            listener.listen(1)
            option = "unix:" + path + ",server=on,wait=off"
        elif option.startswith("socket,id=charmonitor,fd="):
            listener = socket.socket(fileno=int(option.split("fd=")[1].split(",")[0]))
            option = "socket,id=charmonitor,path=" + path + ",server=on,wait=off"
        changed.append(option)
    return changed, listener


def take(options, name, has_value):
    """Removes an option; returns its value."""
    if name not in options:
        return None
    at = options.index(name)
    value = options[at + 1] if has_value else True
    del options[at:at + (2 if has_value else 1)]
    return value


def connect(path, qemu):
    deadline = time.monotonic() + 60
    while True:
        real = socket.socket(socket.AF_UNIX)
        try:
            real.connect(path)
            return real
        except OSError:
            real.close()
            if qemu.poll() is not None or time.monotonic() > deadline:
                sys.exit("QEMU does not listen")
            time.sleep(0.01)


class Recording:
    def __init__(self, file):
        self.file = file
        self.asked = {}
        self.answers = []
        self.lock = threading.Lock()

    def request(self, line):
        message = json.loads(line)
        name = message.get("execute")
        if name:
            with self.lock:
                self.asked[message.get("id")] = (name, message.get("arguments", {}))

    def reply(self, line):
        message = json.loads(line)
        with self.lock:
            if "id" in message and message["id"] in self.asked:
                name, arguments = self.asked.pop(message["id"])
                kind = "error" if "error" in message else "return"
                if name not in OWN:
                    self.answers.append((name, arguments, {kind: message[kind]}))

    def save(self):
        """Each request is answered as it was; the same one again, in order."""
        replies = {}
        with self.lock:
            answers = list(self.answers)
        for name, arguments, answer in answers:
            known = replies.setdefault(name, [])
            entry = {"when": arguments, **answer} if arguments else answer
            same = [other for other in known if other.get("when", {}) == arguments]
            if not same or same[-1] != entry:
                known.append(entry)
        # More members come before fewer: an answer matches whatever has at least its members.
        for known in replies.values():
            known.sort(key=lambda entry: -len(entry.get("when", {})))
        with open(self.file + ".new", "w") as out:
            json.dump(replies, out, indent=1)
        os.rename(self.file + ".new", self.file)


def relay(source, target, note):
    with source.makefile("rb") as lines:
        for line in lines:
            if line.strip():
                note(line)
            target.sendall(line)
    target.shutdown(socket.SHUT_WR)


def serve(listener, real, recording):
    client, _ = listener.accept()
    back = threading.Thread(target=relay, args=(real, client, recording.reply), daemon=True)
    back.start()
    try:
        relay(client, real, recording.request)
    except OSError:
        pass
    recording.save()
    back.join(10)
    recording.save()


def main():
    program, file, *options = sys.argv[1:]
    pid_file = take(options, "-pidfile", True)
    daemonize = take(options, "-daemonize", False)
    path = os.path.join(tempfile.mkdtemp(), "m")
    options, listener = replace_monitor(options, path)
    ready, done = os.pipe()
    if daemonize and os.fork():
        os.close(done)
        sys.exit(0 if os.read(ready, 1) else 1)
    # A manager may kill this process; QEMU goes with it.
    inherited = [int(fd) for fd in os.listdir("/proc/self/fd") if int(fd) > 2 and os.path.exists("/proc/self/fd/" + fd)]
    # The manager waits until nobody has its pipes.
    output = subprocess.DEVNULL if daemonize else None
    command = ["setpriv", "--pdeathsig", "KILL", program, *options]
    qemu = subprocess.Popen(command, pass_fds=inherited, stdout=output, stderr=output)
    recording = Recording(file)

    def end(*_):
        recording.save()
        qemu.kill()
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    real = connect(path, qemu)
    if pid_file:
        with open(pid_file, "w") as out:
            out.write("%d\n" % os.getpid())
    if daemonize:
        os.setsid()
        null = os.open("/dev/null", os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.write(done, b"1")
        os.close(done)
    serve(listener, real, recording)
    qemu.terminate()
    qemu.wait()


main()
