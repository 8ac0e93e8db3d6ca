package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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
            }
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
            long end = System.nanoTime() + 60_000_000_000L;
            while (open(image) > known) {
                assertThat(System.nanoTime()).as("descriptors are closed").isLessThan(end);
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static List<String> with(List<String> more, Path socket) {
        return Stream.concat(more.stream(), Stream.of("-qmp", "unix:" + socket + ",server=on,wait=off,descriptors=on"))
                .toList();
    }

    private static List<String> talk(Path socket, String requests) {
        try (RunningQmp client =
                RunningQmp.start(new ProcessBuilder("python3", "-c", CLIENT, socket.toString(), requests))) {
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
