package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** File descriptors that a client passes, which Python sends. */
class DescriptorsIT {
    /** Sends each line of commands with as many descriptors as its first word says, and prints the replies; "fd" is shown as N, R is the last one. */
    private static final String CLIENT = """
            import json, os, re, socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1])
            f = s.makefile("rb")
            h = os.open("/dev/null", 0)
            f.readline()
            last = 0
            for line in ['0 {"execute": "qmp_capabilities"}'] + sys.argv[2].splitlines():
                count, message = line.split(" ", 1)
                data = message.replace("R", str(last)).encode()
                socket.send_fds(s, [data], [h] * int(count)) if int(count) else s.sendall(data)
                reply = json.loads(f.readline())
                while "event" in reply:
                    reply = json.loads(f.readline())
                if "fd" in reply.get("return", {}):
                    last = reply["return"]["fd"]
                print(re.sub(r'(fd"?:) *\\d+', r'\\1 N', json.dumps(reply, sort_keys=True)))
            """;

    private static final String NAMES = """
            0 {"execute": "getfd", "arguments": {"fdname": "x"}}
            1 {"execute": "getfd", "arguments": {"fdname": "1x"}}
            1 {"execute": "getfd", "arguments": {"fdname": "x"}}
            1 {"execute": "getfd", "arguments": {"fdname": "x"}}
            1 {"execute": "query-name"}
            0 {"execute": "getfd", "arguments": {"fdname": "late"}}
            20 {"execute": "query-name"}
            0 {"execute": "getfd", "arguments": {"fdname": ""}}
            0 {"execute": "getfd", "arguments": {"fdname": "none-is-left"}}
            0 {"execute": "closefd", "arguments": {"fdname": "late"}}
            0 {"execute": "closefd", "arguments": {"fdname": "late"}}
            """;

    private static final String SETS = """
            0 {"execute": "add-fd"}
            1 {"execute": "add-fd", "arguments": {"fdset-id": -1}}
            1 {"execute": "add-fd", "arguments": {"fdset-id": 5}}
            1 {"execute": "add-fd"}
            2 {"execute": "add-fd", "arguments": {"fdset-id": 3, "opaque": "o"}}
            1 {"execute": "add-fd", "arguments": {"fdset-id": 5, "opaque": ""}}
            0 {"execute": "query-fdsets"}
            0 {"execute": "remove-fd", "arguments": {"fdset-id": 5, "fd": R}}
            0 {"execute": "query-fdsets"}
            0 {"execute": "remove-fd", "arguments": {"fdset-id": 5, "fd": 9999}}
            0 {"execute": "remove-fd", "arguments": {"fdset-id": 7}}
            0 {"execute": "remove-fd", "arguments": {"fdset-id": 0}}
            1 {"execute": "add-fd"}
            0 {"execute": "query-fdsets"}
            0 {"execute": "remove-fd", "arguments": {"fdset-id": 5}}
            0 {"execute": "query-fdsets"}
            """;

    /** Passes sockets and a file, and has devices made of them; the folder is shown as DIR. */
    private static final String USER = """
            import json, os, re, socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.connect(sys.argv[1] + "/s")
            f = s.makefile("rb")
            f.readline()
            def ask(name, arguments, *sent):
                data = json.dumps({"execute": name, "arguments": arguments}).encode()
                socket.send_fds(s, [data], [each.fileno() for each in sent]) if sent else s.sendall(data)
                reply = json.loads(f.readline())
                while "event" in reply:
                    reply = json.loads(f.readline())
                text = json.dumps(reply, sort_keys=True).replace(sys.argv[1], "DIR")
                print(re.sub(r'"fd": *\\d+', '"fd": N', text), flush=True)
            def device(id, name, server):
                data = {"addr": {"type": "fd", "data": {"str": name}}, "server": server}
                ask("chardev-add", {"id": id, "backend": {"type": "socket", "data": data}})
            def file(id, name, **more):
                ask("chardev-add", {"id": id, "backend": {"type": "file", "data": {"out": name, **more}}})
            ask("qmp_capabilities", {})
            one, other = socket.socketpair()
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(sys.argv[1] + "/l")
            listening.listen(1)
            null = open("/dev/null", "r+b", buffering=0)
            text = open(sys.argv[1] + "/text", "wb", buffering=0)
            text.write(b"before")
            for passed, name, id, server in [
                    (null, "null", "n", False), (null, "null", "n", True), (listening, "l", "l", True), (one, "one", "o", False),
                    (one, "one", "bad", True)]:
                ask("getfd", {"fdname": name}, passed)
                device(id, name, server)
                device(id + "2", name, server)
            device("zero", "0", True)
            device("empty", "", False)
            ask("add-fd", {"fdset-id": 3}, text)
            file("f", "/dev/fdset/3", append=True)
            for name in ["/dev/fdset/9", "/dev/fdset/", "/dev/fdset/x"]:
                file("none", name)
            file("in", "/dev/fdset/3", **{"in": "/dev/fdset/3"})
            print(os.path.getsize(text.name))
            file("g", "/dev/fdset/3")
            print(os.path.getsize(text.name))
            ask("add-fd", {"fdset-id": 4}, null)
            file("both", "/dev/fdset/4")
            ask("chardev-add", {"id": "p", "backend": {"type": "pipe", "data": {"device": "/dev/fdset/4"}}})
            ask("chardev-add", {"id": "q", "backend": {"type": "pipe", "data": {"device": "/dev/fdset/3"}}})
            ask("remove-fd", {"fdset-id": 4})
            for id in ["n", "l", "o", "f", "g", "p"]:
                ask("chardev-remove", {"id": id})
            one.close()
            print(other.recv(1))
            """;

    private final Path dir = QmpImage.shortDirectory();

    @BeforeEach
    void python() {
        assumeTrue(Programs.isInstalled("python3"), "no python3 here");
    }

    @Test
    void behaveAsInQemu() {
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        for (List<String> more : List.of(List.<String>of(), List.of("-S"))) {
            Path ours = dir.resolve("ours" + more.size());
            Path theirs = dir.resolve("theirs" + more.size());
            try (RunningQmp image = RunningQemu.likeIt(with(more, ours), dir.resolve("other" + more.size()))
                            .listeningOn(ours);
                    RunningQmp qemu = RunningQemu.start(more, theirs)) {
                assertThat(image.process().isAlive() && qemu.process().isAlive())
                        .isTrue();
                assertThat(talk(ours, NAMES)).isEqualTo(talk(theirs, NAMES));
                assertThat(talk(ours, SETS)).isEqualTo(talk(theirs, SETS));
                // 7.2 has dropped them now, if the machine runs.
                String list = "0 {\"execute\": \"query-fdsets\"}\n";
                assertThat(talk(ours, list)).isEqualTo(talk(theirs, list));
            }
        }
    }

    /** A monitor of QEMU's command line takes descriptors as QEMU's does. */
    @Test
    void becomeDevices() throws IOException {
        Path ours = Files.createDirectory(dir.resolve("ours"));
        Path socket = ours.resolve("s");
        List<String> replies;
        try (RunningQmp image = RunningQemu.likeIt(
                        List.of(
                                "--qemu",
                                "-chardev",
                                "socket,id=m,path=" + socket + ",server=on,wait=off",
                                "-mon",
                                "chardev=m,mode=control"),
                        dir.resolve("other"))
                .listeningOn(socket)) {
            assertThat(image.process().isAlive()).isTrue();
            replies = python(USER, ours.toString());
        }
        assertThat(replies).hasSize(39).endsWith("b''").doesNotContain("Traceback");
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        Path theirs = Files.createDirectory(dir.resolve("theirs"));
        try (RunningQmp qemu = RunningQemu.start(theirs.resolve("s"))) {
            assertThat(qemu.process().isAlive()).isTrue();
            assertThat(replies).isEqualTo(python(USER, theirs.toString()));
        }
    }

    @Test
    void passThroughAProxy() throws IOException {
        Path ours = dir.resolve("ours");
        passThroughAProxy(
                ours,
                () -> RunningQmp.serve(with(List.of(), ours), dir.resolve("other"))
                        .listeningOn(ours));
        assumeTrue(RunningQemu.isInstalled(), "no qemu-system-x86_64 here");
        Path theirs = dir.resolve("theirs");
        passThroughAProxy(theirs, () -> RunningQemu.start(theirs));
    }

    private void passThroughAProxy(Path socket, Supplier<RunningQmp> server) throws IOException {
        List<List<String>> direct = new ArrayList<>();
        try (RunningQmp each = server.get()) {
            assertThat(each.process().isAlive()).isTrue();
            direct.add(talk(socket, NAMES));
            direct.add(talk(socket, SETS));
        }
        List<List<String>> shared = new ArrayList<>();
        try (RunningQmp each = server.get()) {
            assertThat(each.process().isAlive()).isTrue();
            shareAndTalk(socket, shared);
        }
        assertThat(shared).isEqualTo(direct);
    }

    private void shareAndTalk(Path server, List<List<String>> replies) throws IOException {
        Path socket = server.resolveSibling(server.getFileName() + ".shared");
        try (RunningQmp proxy = RunningQmp.start(
                        "proxy", server.toString(), "--descriptors", "-qmp", "unix:" + socket + ",server=on,wait=off")
                .listeningOn(socket)) {
            replies.add(talk(socket, NAMES));
            replies.add(talk(socket, SETS));
            // What the server did not take is not given to another client.
            assertThat(talk(socket, "1 {'execute': 'getfd', 'arguments': {'fdname': 'y', 'bogus': 1}}"))
                    .last()
                    .asString()
                    .contains("Parameter 'bogus' is unexpected");
            assertThat(talk(socket, "0 {'execute': 'getfd', 'arguments': {'fdname': 'y'}}"))
                    .last()
                    .asString()
                    .contains("No file descriptor supplied via SCM_RIGHTS");
            assertThat(talk(socket, "1 {'execute': 'getfd', 'arguments': {'fdname': 'y'}}"))
                    .last()
                    .isEqualTo("{\"return\": {}}");
            awaitOpen(proxy, 0);
        }
    }

    @Test
    void ofTheCommandLineAreFiles() throws IOException {
        Path file = Files.writeString(dir.resolve("text"), "before ");
        try (RunningQmp image = RunningQmp.start(new ProcessBuilder(
                "sh",
                "-c",
                "exec \"$@\" 8>>" + file,
                "sh",
                QmpImage.launcher().toString(),
                "serve",
                "--qemu",
                "-add-fd",
                "fd=8,set=0,opaque=serial",
                "-chardev",
                "file,id=f,path=/dev/fdset/0,append=on",
                "-mon",
                "chardev=f,mode=control",
                "-qmp",
                "stdio"))) {
            image.awaitStdout("QMP");
            long end = System.nanoTime() + 60_000_000_000L;
            while (!Files.readString(file).endsWith("]}}\r\n")) {
                assertThat(System.nanoTime()).as("a greeting in the file").isLessThan(end);
                Thread.onSpinWait();
            }
            assertThat(Files.readString(file)).startsWith("before {\"QMP\"");
        }
    }

    @Test
    void areClosedWhenNobodyHasThem() throws IOException {
        Path socket = dir.resolve("s");
        try (RunningQmp image =
                RunningQmp.serve(with(List.of(), socket), dir.resolve("other")).listeningOn(socket)) {
            assertThat(talk(socket, NAMES)).isNotEmpty();
            // One name is left, with its descriptor: the names belong to the monitor.
            long known = open(image);
            assertThat(known).isPositive();
            for (int i = 0; i < 3; i++) {
                assertThat(talk(socket, NAMES)).isNotEmpty();
                assertThat(talk(socket, "16 {\"execute\": \"query-name\"}\n16 {\"execute\": nonsense}\n"))
                        .isNotEmpty();
            }
            awaitOpen(image, known);
        }
    }

    private static void awaitOpen(RunningQmp server, long most) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (open(server) > most) {
            assertThat(System.nanoTime()).as("descriptors are closed").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<String> with(List<String> more, Path socket) {
        return Stream.concat(more.stream(), Stream.of("-qmp", "unix:" + socket + ",server=on,wait=off,descriptors=on"))
                .toList();
    }

    private static List<String> talk(Path socket, String requests) {
        return python(CLIENT, socket.toString(), requests);
    }

    private static List<String> python(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", program));
        command.addAll(List.of(arguments));
        try (RunningQmp client = RunningQmp.start(new ProcessBuilder(command))) {
            assertThat(client.status()).as(client::stderr).isZero();
            return client.stdout().lines().toList();
        }
    }

    /** Counts the descriptors of the file that the client passes. */
    private static long open(RunningQmp server) throws IOException {
        try (Stream<Path> all =
                Files.list(Path.of("/proc", Long.toString(server.process().pid()), "fdinfo"))) {
            return all.filter(each -> isPassed(each)).count();
        }
    }

    private static boolean isPassed(Path info) {
        try {
            Path link = info.getParent().resolveSibling("fd").resolve(info.getFileName());
            return !List.of("0", "1", "2").contains(info.getFileName().toString())
                    && Files.readSymbolicLink(link).toString().equals("/dev/null");
        } catch (IOException e) {
            return false;
        }
    }
}
