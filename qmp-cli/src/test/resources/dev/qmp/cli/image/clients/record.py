"""Runs a real QEMU for a manager, with qmp record between the two.

record.py QMP QEMU REPLIES OPTION...: starts QEMU with the options, and QMP as the recorder in front of its monitor, which writes the file
REPLIES at the end. The options may ask for -daemonize.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time


def replace_monitor(options, path):
    """Lets the monitor listen on a path; returns the options, those of the recorder, and the descriptor that it gets."""
    recorder = []
    descriptor = None
    changed = []
    for option in options:
        if option.startswith("unix:") and not recorder:
            recorder = ["-qmp", option]
            option = "unix:" + path + ",server=on,wait=off"
        elif option.startswith("socket,id=charmonitor,fd="):
            recorder = ["-chardev", option, "-mon", "chardev=charmonitor,mode=control"]
            descriptor = int(option.split("fd=")[1].split(",")[0])
            option = "socket,id=charmonitor,path=" + path + ",server=on,wait=off"
        changed.append(option)
    return changed, recorder, descriptor


def take(options, name, has_value):
    """Removes an option; returns its value."""
    if name not in options:
        return None
    at = options.index(name)
    value = options[at + 1] if has_value else True
    del options[at:at + (2 if has_value else 1)]
    return value


def wait_for(path, qemu):
    """Waits until QEMU listens."""
    deadline = time.monotonic() + 60
    while not os.path.exists(path):
        if qemu.poll() is not None or time.monotonic() > deadline:
            sys.exit("QEMU does not listen")
        time.sleep(0.01)


def main():
    qmp, program, file, *options = sys.argv[1:]
    pid_file = take(options, "-pidfile", True)
    daemonize = take(options, "-daemonize", False)
    path = os.path.join(tempfile.mkdtemp(), "m")
    options, monitor, descriptor = replace_monitor(options, path)
    ready, done = os.pipe()
    if daemonize and os.fork():
        os.close(done)
        sys.exit(0 if os.read(ready, 1) else 1)
    # A manager may kill this process; QEMU goes with it.
    inherited = [int(fd) for fd in os.listdir("/proc/self/fd") if int(fd) > 2 and os.path.exists("/proc/self/fd/" + fd)]
    inherited = [fd for fd in inherited if fd not in (ready, done, descriptor)]
    # The manager waits until nobody has its pipes.
    output = subprocess.DEVNULL if daemonize else None
    command = ["setpriv", "--pdeathsig", "KILL", program, *options]
    qemu = subprocess.Popen(command, pass_fds=inherited, stdout=output, stderr=output)
    wait_for(path, qemu)
    listening, listens = os.pipe()
    command = ["setpriv", "--pdeathsig", "TERM", qmp, "record", path, "-o", file, "--quiet", "--ready-fd", str(listens), *monitor]
    passed = [listens] if descriptor is None else [listens, descriptor]
    recorder = subprocess.Popen(command, pass_fds=passed, stdout=output, stderr=output)

    def end(*_):
        recorder.terminate()
        recorder.wait()
        qemu.kill()
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    os.close(listens)
    if not os.read(listening, 1):
        sys.exit("the recorder does not listen")
    if descriptor is not None:
        socket.socket(fileno=descriptor).close()
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
    recorder.wait()
    qemu.terminate()
    qemu.wait()


main()
