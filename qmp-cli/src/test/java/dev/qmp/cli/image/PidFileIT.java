package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -pidfile}: one server to a file, with a number in it before anybody can connect. */
class PidFileIT {
    private final Path directory = QmpImage.shortDirectory();
    private final Path socket = directory.resolve("s");
    private final Path file = directory.resolve("pid");

    /** It waits for a client, so nothing after that has happened yet. */
    private RunningQmp waiting(Path pidFile) {
        return RunningQmp.start("serve", "-pidfile", pidFile.toString(), "-qmp", "unix:" + socket + ",server=on")
                .listeningOn(socket);
    }

    @Test
    void isWholeBeforeTheFirstSocketListensAndLockedUntilTheEnd() throws IOException {
        Path target = directory.resolve("target");
        Files.writeString(target, "a stale number, longer than any, from a server that crashed");
        Files.createSymbolicLink(file, target.getFileName());
        try (RunningQmp first = waiting(file)) {
            assertThat(target).hasContent(first.process().pid() + "\n");
            for (Path path : new Path[] {file, target}) {
                assertRefused(path, "Cannot lock pid file: Resource temporarily unavailable");
            }
            assertThat(target).hasContent(first.process().pid() + "\n");
            first.process().destroy();
            assertThat(first.status()).as(first::stderr).isZero();
            assertThat(target).doesNotExist();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void staysIfItIsSomebodyElsesAtTheEnd() throws IOException {
        try (RunningQmp first = waiting(file)) {
            assertThat(file).hasContent(first.process().pid() + "\n");
            Path other = directory.resolve("other");
            Files.writeString(other, "77\n", UTF_8);
            Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            first.process().destroy();
            assertThat(first.status()).as(first::stderr).isZero();
            assertThat(file).hasContent("77\n");
        }
    }

    @Test
    void isRemovedByAStartThatFails() {
        try (RunningQmp server = RunningQmp.start(
                "serve", "-pidfile", file.toString(), "-qmp", "unix:/nonexistent/x,server=on,wait=off")) {
            assertThat(server.status()).isEqualTo(1);
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void mayBeNothingElseThanAFile() throws IOException, InterruptedException {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertRefused(fifo, "Could not create '" + fifo + "': Not a regular file");
        assertRefused(directory, "Could not create '" + directory + "': Is a directory");
        Path missing = Path.of("/nonexistent/pid");
        assertRefused(missing, "Could not create '" + missing + "': No such file or directory");
        assertThat(directory).isDirectoryNotContaining("glob:**.pid*");
    }

    private void assertRefused(Path pidFile, String reason) {
        Path none = directory.resolve("none");
        try (RunningQmp second = RunningQmp.start(
                "serve", "-pidfile", pidFile.toString(), "-qmp", "unix:" + none + ",server=on,wait=off")) {
            assertThat(second.status()).as(second::stderr).isEqualTo(1);
            assertThat(second.stderr())
                    .isEqualTo("qmp serve: -pidfile " + pidFile + ": cannot create PID file: " + reason + "\n");
            assertThat(none).doesNotExist();
        }
    }
}
