package dev.qmp.monitor.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of somebody else's making, run as a process. Thread: confined to the test. */
final class RealServer implements Closeable {
    private final Process process;
    private final Path log;

    private RealServer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts QEMU with an empty machine, or skips the test where there is none. */
    static RealServer qemu(Path directory, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(find("qemu-system-x86_64"), "-M", "none", "-nodefaults", "-display", "none"));
        command.addAll(List.of(more));
        return start(directory, command);
    }

    /** Starts a guest agent, or skips the test where there is none. */
    static RealServer agent(Path directory, Path socket) throws IOException {
        return start(
                directory,
                List.of(
                        find("qemu-ga"),
                        "-m",
                        "unix-listen",
                        "-p",
                        socket.toString(),
                        "-t",
                        directory.toString(),
                        "-f",
                        directory.resolve("agent.pid").toString()));
    }

    private static String find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        String found = Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeTrue(!found.isEmpty(), "skipped: " + program + " is not installed");
        return found;
    }

    private static RealServer start(Path directory, List<String> command) throws IOException {
        Path log = directory.resolve("server.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new RealServer(process, log);
    }

    /**
     * Waits until the server listens, and has come to rest. It makes its socket a moment before; and while QEMU hands a monitor over to
     * its I/O thread, both threads can try to accept the first client: the main thread then waits for a second one, for ever.
     */
    QmpAddress listening(Path socket) {
        Await.until("a socket of " + process.info().commandLine().orElse("the server"), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the server ended: " + output());
            }
            return isListening(socket) && isAtRest();
        });
        return new QmpAddress.Unix(socket);
    }

    private boolean isAtRest() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'S') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // a thread has ended
        }
    }

    /** Tells it from the kernel's table, because a connection would take the only place there is. */
    private static boolean isListening(Path socket) {
        try {
            return Files.readString(Path.of("/proc/net/unix"))
                    .lines()
                    .anyMatch(line -> line.endsWith(" " + socket) && line.contains(" 00010000 "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean waitForEnd() throws InterruptedException {
        return process.waitFor(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
