package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Connections leave no descriptors behind. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class DescriptorCountTest {
    private static final Path OWN = Path.of("/proc/self/fd");

    @RegisterExtension
    final Devices devices = new Devices();

    @TempDir
    Path dir;

    @Test
    void noneAreLeftAfterAFewHundredConnections() throws IOException {
        connections(300, "");
    }

    @Tag("long")
    @Test
    void noneAreLeftAfterTenThousandConnections() throws IOException {
        connections(10_000, "");
    }

    @Tag("long")
    @Test
    void noneAreLeftAfterTenThousandConnectionsToAListenerForMany() throws IOException {
        connections(10_000, ",max-clients=3");
    }

    private void connections(int count, String more) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(OWN), "no " + OWN + " here");
        Path path = dir.resolve("s");
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.add("socket,id=a,server=on,wait=off,path=" + path + more)
                .attach();
        if (frontend.chardev().has(CharFeature.MULTI_CLIENT)) {
            frontend.setClientListener(client -> client.attach().setHandlers(recorder, devices.io), devices.io);
        } else {
            frontend.setHandlers(recorder, devices.io);
        }
        visit(path, recorder, 1);
        long before = descriptors();
        for (int i = 2; i <= count; i++) {
            visit(path, recorder, i);
        }
        Await.until(() -> before + " before, now " + descriptors(), () -> descriptors() <= before);
        assertThat(recorder.events()).hasSize(2 * count);
    }

    private static void visit(Path path, Recorder recorder, int number) throws IOException {
        try (SocketChannel client = Devices.connect(path)) {
            Devices.send(client, "x");
        }
        Await.until(
                () -> number + " visits, " + recorder.events().size() + " events",
                () -> recorder.events().size() == 2 * number);
    }

    private static long descriptors() {
        try (Stream<Path> all = Files.list(OWN)) {
            return all.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
