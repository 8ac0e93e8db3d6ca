package dev.qmp.chardev.junixsocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.OpenDescriptor;
import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.DescriptorLookup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Devices in a loop that runs, whose peers hear what they have said; closed after the test. Thread: the test's. */
final class Echo implements AfterEachCallback {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    final EventLoop loop =
            EventLoop.create("test", LoopSettings.DEFAULT.withErrorHandler((what, failure) -> failures.add(failure)));
    final Map<String, OpenDescriptor> named = new HashMap<>();
    final ChardevRegistry registry = ChardevRegistry.builder(loop)
            .notices(line -> {})
            .service(DescriptorLookup.class, new DescriptorLookup() {
                @Override
                public @Nullable OpenDescriptor takeNamed(String name) {
                    return named.remove(name);
                }

                @Override
                public int inSet(long set, int access) throws IOException {
                    throw new NoSuchFileException("/dev/fdset/" + set);
                }
            })
            .load();

    Echo() {
        loop.start();
    }

    /** Opens a device that answers each of its peers with what it says. */
    Chardev serve(String options) {
        return serve(registry.add(options));
    }

    /** Opens such a device as a request does. */
    Chardev serve(ChardevOptions options) {
        return serve(registry.add(options));
    }

    private Chardev serve(Chardev device) {
        CharFrontend frontend = device.attach();
        if (frontend.chardev().has(CharFeature.MULTI_CLIENT)) {
            frontend.setClientListener(client -> answer(client.attach()), loop);
        } else {
            answer(frontend);
        }
        return frontend.chardev();
    }

    private void answer(CharFrontend frontend) {
        frontend.setHandlers(
                new Handlers() {
                    @Override
                    public void read(ByteBuffer bytes) {
                        heard.add(StandardCharsets.ISO_8859_1
                                .decode(bytes.duplicate())
                                .toString());
                        try {
                            frontend.connection().write(bytes);
                        } catch (IOException e) {
                            bytes.position(bytes.limit()); // the peer has left
                        }
                    }
                },
                loop);
    }

    /** Opens a device that only listens. */
    CharFrontend listen(String options) {
        return listen(registry.add(options));
    }

    /** Opens such a device as a request does. */
    CharFrontend listen(ChardevOptions options) {
        return listen(registry.add(options));
    }

    private CharFrontend listen(Chardev device) {
        CharFrontend frontend = device.attach();
        frontend.setHandlers(
                new Handlers() {
                    @Override
                    public void read(ByteBuffer bytes) {
                        bytes.position(bytes.limit());
                    }
                },
                loop);
        return frontend;
    }

    /** What the peers of the devices that answer have said. */
    String heard() {
        return String.join("", heard);
    }

    /** Says something, and reads it. */
    static void talk(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        int length = bytes.remaining();
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
        ByteBuffer back = ByteBuffer.allocate(length);
        while (back.hasRemaining()) {
            assertThat(client.read(back)).isNotNegative();
        }
        assertThat(new String(back.array(), StandardCharsets.ISO_8859_1)).isEqualTo(text);
    }

    /** Waits for a condition, for a minute at most. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("what was awaited has not happened")
                    .isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        registry.close();
        loop.stop();
        loop.join();
        assertThat(failures).isEmpty();
    }

    /** A front end that takes everything. Thread: the loop. */
    private interface Handlers extends CharHandlers {
        @Override
        default int canRead() {
            return Integer.MAX_VALUE;
        }

        @Override
        default void event(CharEvent event) {}
    }
}
