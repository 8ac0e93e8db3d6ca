package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.registry.ChardevRegistryBuilder;
import dev.qmp.chardev.spi.StandardStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A registry with a main loop and an I/O loop, both running, closed after the test. Thread: the test's. */
final class Devices implements AfterEachCallback {
    /** What was contained, and reported. */
    final List<Throwable> failures = new CopyOnWriteArrayList<>();

    final EventLoop main;
    final EventLoop io;
    final List<String> notices = new CopyOnWriteArrayList<>();
    final ChardevRegistry registry;

    Devices() {
        this(builder -> {});
    }

    Devices(Consumer<ChardevRegistryBuilder> services) {
        this(services, System::nanoTime);
    }

    /** With a clock of its own: if that stands still, nothing ends because its time is over. */
    Devices(Consumer<ChardevRegistryBuilder> services, LongSupplier clock) {
        LoopSettings settings =
                LoopSettings.DEFAULT.withNanoClock(clock).withErrorHandler((what, failure) -> failures.add(failure));
        main = EventLoop.create("main", settings);
        io = EventLoop.create("io", settings);
        ChardevRegistryBuilder builder = ChardevRegistry.builder(main)
                .notices(notices::add)
                .service(
                        StandardStreams.class,
                        new StandardStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream()));
        services.accept(builder);
        registry = builder.load();
        main.start();
        io.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        registry.close();
        main.stop();
        io.stop();
        main.join();
        io.join();
        assertThat(failures).isEmpty();
    }

    /** Waits for a failure, which was expected. */
    void awaitFailure(String message) {
        Await.until(() -> message + " in " + failures, () -> takeFailure(message));
    }

    private boolean takeFailure(String message) {
        for (Throwable failure : failures) {
            if (message.equals(failure.getMessage())) {
                return failures.remove(failure);
            }
        }
        return false;
    }

    Chardev add(String options) {
        return registry.add(options);
    }

    /** Adds a device and attaches a recorder in the I/O loop. */
    CharFrontend open(String options, CharHandlers handlers) {
        CharFrontend frontend = add(options).attach();
        frontend.setHandlers(handlers, io);
        return frontend;
    }

    static SocketChannel connect(Path path) throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(path));
        return client;
    }

    static SocketChannel connectTcp(Chardev device) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(device)));
    }

    /** The port in a listening device's text. */
    static int port(Chardev device) {
        String text = device.filename().replaceAll(",server=on.*", "");
        return Integer.parseInt(text.substring(text.lastIndexOf(':') + 1));
    }

    static void send(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    /** Writes to the current peer, waiting for it to take all. */
    static void writeAll(CharFrontend frontend, ByteBuffer bytes) throws IOException {
        CharConnection peer = frontend.connection();
        while (bytes.hasRemaining()) {
            if (peer.write(bytes) == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads exactly so many bytes, or fewer at the end of the stream. */
    static String read(SocketChannel client, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && client.read(buffer) >= 0) {
            Thread.onSpinWait();
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    static void awaitLog(Recorder recorder, String wanted) {
        Await.until(
                () -> "wanted " + wanted + " but was " + recorder.log(),
                () -> recorder.log().equals(wanted));
    }
}
