package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A process of the image, or another, whose output goes to files; killed when closed, and when the tests end. */
final class RunningQmp implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // A test that gives up waiting for one of several leaves it to a thread that may be cut off before it closes
        // it.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "processes of tests"));
    }

    private final Process process;
    private final Path out;
    private final Path err;

    private RunningQmp(Process process, Path out, Path err) {
        this.process = process;
        RUNNING.add(process);
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a process with the default handling of signals. A build that nohup or a script started in the background ignores
     * some of them, which its processes would inherit.
     */
    static RunningQmp start(ProcessBuilder builder) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
        command.addAll(builder.command());
        builder.command(command);
        Path directory = QmpImage.shortDirectory();
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        try {
            return new RunningQmp(
                    builder.redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start(),
                    out,
                    err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RunningQmp start(String... arguments) {
        return start(QmpImage.command(arguments));
    }

    /** Starts a server with one monitor for each socket, and waits until it listens on all of them. */
    static RunningQmp serve(Path... sockets) {
        return serve(List.of(), sockets);
    }

    /** The same with more arguments; warnings and errors are all that such a server has to say. */
    static RunningQmp serve(List<String> more, Path... sockets) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--quiet"));
        arguments.addAll(more);
        for (Path socket : sockets) {
            arguments.addAll(List.of("-qmp", "unix:" + socket + ",server=on,wait=off"));
        }
        return start(arguments.toArray(String[]::new)).listeningOn(sockets);
    }

    RunningQmp listeningOn(Path... sockets) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (Path socket : sockets) {
            while (!isListening(socket) || !hasStarted()) {
                assertThat(ended()).as(() -> "ended; stderr: " + stderr()).isFalse();
                assertThat(System.nanoTime()).as("socket %s", socket).isLessThan(deadline);
            }
        }
        return this;
    }

    /** The socket's file is there a moment before anybody listens; one that was moved there is known by its old name only. */
    private static boolean isListening(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        String end = " " + socket;
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/unix"))) {
            List<String> known = sockets.filter(line -> line.endsWith(end)).toList();
            return known.isEmpty() || known.stream().anyMatch(line -> line.contains(" 00010000 "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns whether a QEMU has come to rest. While it hands a monitor over to its I/O thread, both threads can try to accept the first
     * client; the main thread then waits for a second one, for ever, and answers nothing.
     */
    private boolean hasStarted() {
        if (!process.info().command().orElse("").contains(RunningQemu.PROGRAM)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'S') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // it has ended, or one of its threads has
        }
    }

    Process process() {
        return process;
    }

    /** Sends a signal, such as {@code HUP}. */
    static void signal(Process process, String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    RunningQmp input(String text) {
        try {
            process.getOutputStream().write(text.getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    RunningQmp endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until standard output holds a text. */
    RunningQmp awaitStdout(String text) {
        return await(text, this::stdout);
    }

    /** Waits until standard error holds a text. */
    RunningQmp awaitStderr(String text) {
        return await(text, this::stderr);
    }

    private RunningQmp await(String text, Supplier<String> stream) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        boolean ended = false;
        while (!stream.get().contains(text)) {
            assertThat(!ended && System.nanoTime() < deadline)
                    .as(() -> "'" + text + "' in stdout: " + stdout() + " or stderr: " + stderr())
                    .isTrue();
            ended = ended();
        }
        return this;
    }

    /** Leaves the processor to the process for a moment, which it needs to start. */
    private boolean ended() {
        try {
            return process.waitFor(5, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits for the end and returns the exit status. */
    int status() {
        return statusWithin(PATIENCE_SECONDS);
    }

    /** Waits for the end for some seconds and returns the exit status. */
    int statusWithin(long seconds) {
        try {
            assertThat(process.waitFor(seconds, TimeUnit.SECONDS))
                    .as(() -> "ended; stdout: " + stdout() + " stderr: " + stderr())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    String stdout() {
        return read(out);
    }

    String stderr() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        RUNNING.remove(process);
    }
}
