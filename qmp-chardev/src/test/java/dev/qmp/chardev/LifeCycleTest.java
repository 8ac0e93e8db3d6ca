package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.StandardStreams;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices leave neither descriptors nor files behind, however they end; and their end keeps nobody else waiting. */
class LifeCycleTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Output that nobody reads. */
    private final Semaphore stuck = new Semaphore(0);

    private final OutputStream output = new OutputStream() {
        @Override
        public void write(int value) {
            stuck.acquireUninterruptibly();
        }
    };

    @RegisterExtension
    final Devices devices = new Devices(builder ->
            builder.service(StandardStreams.class, new StandardStreams(java.io.InputStream.nullInputStream(), output)));

    @TempDir
    Path dir;

    private long before;

    @BeforeEach
    void warmUp() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(DESCRIPTORS), "no " + DESCRIPTORS + " here");
        Files.createDirectory(dir.resolve("directory"));
        assertThat(new ProcessBuilder("mkfifo", dir.resolve("p").toString())
                        .start()
                        .waitFor())
                .isZero();
        devices.open("socket,id=w,server=on,wait=off,path=" + dir.resolve("w"), new Recorder());
        devices.add("socket,id=w2,host=,port=0,server=on,wait=off");
        devices.main.call(() -> {}); // it watches the listener now, and has a selector for that
        before = descriptors();
    }

    private static long descriptors() {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertNothingIsLeft() throws IOException {
        Await.until(() -> before + " descriptors before, now " + descriptors(), () -> descriptors() <= before);
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsOnly("directory", "p", "w", "log", "file");
        }
    }

    private String options(String text) {
        return text.replace("@", dir.toString() + "/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket,id=a,server=on,wait=off,path=@s",
                "socket,id=a,server=on,wait=off,path=@s,max-clients=3",
                "socket,id=a,server=on,wait=off,host=,port=0",
                "socket,id=a,path=@w",
                "socket,id=a,server=on,wait=off,path=@s,mux=on",
                "pipe,id=a,path=@p",
                "file,id=a,path=@file",
                "udp,id=a,port=9",
                "null,id=a",
                "ringbuf,id=a"
            })
    void nothingIsLeftOfADeviceThatWasOpenedAndClosed(String text) throws Exception {
        Files.createFile(dir.resolve("log"));
        Files.createFile(dir.resolve("file"));
        for (int i = 0; i < 3; i++) {
            Chardev device = devices.add(options(text) + ",logfile=" + dir.resolve("log"));
            CharFrontend frontend = device.attach();
            if (!device.has(CharFeature.MULTI_CLIENT)) {
                frontend.setHandlers(new Recorder(), null);
            }
            frontend.detach();
            for (String id : List.of("a", "a-base")) {
                devices.registry.find(id).ifPresent(Chardev::close);
            }
            devices.io.call(() -> {});
            assertThatThrownBy(() -> devices.add(options(text))).hasMessage("Duplicate ID 'a' for chardev");
            for (Chardev closed : devices.registry.list()) {
                if (closed.isClosed() && !closed.isBusy()) {
                    devices.registry.remove(closed.id()).toCompletableFuture().get();
                }
            }
            if (devices.registry.find("a").isPresent()) {
                break; // a multiplexer is never removed
            }
        }
        devices.registry.find("w").orElseThrow().yank();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket,id=a,server=on,wait=off,path=@directory",
                "socket,id=a,server=on,wait=off,path=@w",
                "socket,id=a,server=on,wait=off,path=@s,allow-uid=nobody-at-all",
                "socket,id=a,server=on,wait=off,host=192.0.2.1,port=0",
                "socket,id=a,server=on,wait=off,host=127.0.0.1,port=0,tls-creds=none",
                "socket,id=a,path=@nowhere",
                "socket,id=a,path=@nowhere,mux=on",
                "file,id=a,path=@directory",
                "pipe,id=a,path=@nowhere",
                "ringbuf,id=a,size=5",
                "pty,id=a,path=@link",
                "mux,id=a,chardev=none",
                "nosuch,id=a"
            })
    void nothingIsLeftOfADeviceThatCannotBeOpened(String text) throws IOException {
        Files.createFile(dir.resolve("log"));
        Files.createFile(dir.resolve("file"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> devices.add(options(text) + ",logfile=" + dir.resolve("log")))
                    .isInstanceOf(ChardevException.class);
        }
        assertNothingIsLeft();
        assertThat(devices.registry.list()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socket,id=a,server=on,wait=off,path=@s",
                "pipe,id=a,path=@p",
                "file,id=a,path=@file",
                "udp,id=a,port=9",
                "stdio,id=a"
            })
    void nothingIsLeftWhereTheLogCannotBeOpened(String text) throws IOException {
        Files.createFile(dir.resolve("log"));
        Files.createFile(dir.resolve("file"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> devices.add(options(text) + ",logfile=" + dir.resolve("nowhere/log")))
                    .hasMessage("Could not create '" + dir.resolve("nowhere/log") + "': No such file or directory");
        }
        assertNothingIsLeft();
    }

    @Test
    void aDeviceWhoseOutputIsStuckKeepsItsLoopNotWaiting() throws Exception {
        CharFrontend frontend = devices.open("stdio,id=a", new Recorder());
        frontend.connection().write(Devices.bytes("stuck"));
        AtomicBoolean closed = new AtomicBoolean();
        devices.io.call(() -> frontend.chardev().closeAsync().thenRun(() -> closed.set(true)));
        devices.io.call(() -> {});
        boolean waited = closed.get();
        stuck.release(100);
        assertThat(waited).isFalse();
        Await.until("closed", closed::get);
    }

    @Test
    void whatStandardOutputHasNotTakenIsNotDrained() {
        CharFrontend frontend = devices.open("stdio,id=a", new Recorder());
        AtomicBoolean drained = new AtomicBoolean();
        devices.io.call(() -> {
            try {
                frontend.connection().write(Devices.bytes("stuck"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(frontend.connection().isDrained()).isFalse();
        frontend.connection().whenDrained(() -> drained.set(true));
        assertThat(drained).isFalse();
        stuck.release(100);
        Await.until("drained", drained::get);
        assertThat(frontend.connection().isDrained()).isTrue();
    }

    /** Cannot be closed in order. Thread: as a device's. */
    private static final class Unclosable extends CharDevice {
        Unclosable(ChardevOptions options, ChardevContext context) {
            super(options, context, Set.of());
        }

        @Override
        public int writeBytes(ByteBuffer source) {
            return 0;
        }

        @Override
        public void writeInterestInLoop(boolean wanted) {}

        @Override
        public void closeInLoop() {
            throw new IllegalStateException("cannot be closed");
        }
    }

    @Test
    void aDeviceThatFailsToCloseStillHangsUpAndSaysSo() throws IOException {
        Files.createFile(dir.resolve("file"));
        ChardevRegistry registry = ChardevRegistry.of(devices.main, List.of(new ChardevBackend() {
            @Override
            public String name() {
                return "unclosable";
            }

            @Override
            public CharDevice open(ChardevOptions options, ChardevContext context) {
                return new Unclosable(options, context);
            }
        }));
        Chardev device = registry.add("unclosable,id=a,logfile=" + dir.resolve("log"));
        AtomicBoolean hungUp = new AtomicBoolean();
        device.attach().connection().addWatch(Set.of(WatchCondition.HUP), condition -> {
            hungUp.set(true);
            return false;
        });
        assertThatThrownBy(() -> device.closeAsync().toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("cannot be closed");
        devices.awaitFailure("cannot be closed");
        assertThat(hungUp).isTrue();
        assertNothingIsLeft();
        registry.close();
    }

    /** Lets its device be exchanged, and decides. Thread: as {@link Recorder}. */
    private abstract static class Swapped extends Recorder {
        @Override
        public boolean supportsBackendChange() {
            return true;
        }

        @Override
        public abstract boolean backendChanged();
    }

    private Throwable change(Recorder recorder) throws Exception {
        CharFrontend frontend = devices.open("socket,id=a,server=on,wait=off,path=" + dir.resolve("old"), recorder);
        try (SocketChannel client = connect(dir.resolve("old"))) {
            awaitLog(recorder, "<OPENED>");
            ChardevOptions options = new ChardevOptions(
                    "a",
                    "socket",
                    OptionString.of("path", dir.resolve("next").toString()),
                    ChardevOptions.Origin.MONITOR);
            Throwable failure = devices.registry
                    .change(options)
                    .handle((next, cause) -> cause)
                    .toCompletableFuture()
                    .get();
            Devices.send(client, "x");
            Await.until(recorder::log, () -> recorder.log().endsWith("x"));
            assertThat(Files.exists(dir.resolve("next"))).isFalse();
            assertThat(frontend.chardev().filename()).startsWith("unix:" + dir.resolve("old"));
            return failure;
        }
    }

    @Test
    void theCauseOfAFailedChangeIsKept() throws Exception {
        Throwable failure = change(new Swapped() {
            @Override
            public boolean backendChanged() {
                throw new IllegalStateException("cannot work with it");
            }
        });
        assertThat(failure)
                .hasRootCauseMessage("cannot work with it")
                .hasStackTraceContaining("Chardev 'a' change failed");
    }

    @Test
    void aChangeThatIsUndoneTellsOpenedWhateverHappensMeanwhile() throws Exception {
        SocketChannel[] visitor = new SocketChannel[1];
        Swapped refusing = new Swapped() {
            @Override
            public boolean backendChanged() {
                try {
                    visitor[0] = connect(dir.resolve("next"));
                    assertThat(visitor[0].read(ByteBuffer.allocate(0))).isZero();
                    devices.main.submit(() -> {}).toCompletableFuture().join();
                    devices.main.submit(() -> {}).toCompletableFuture().join();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return false;
            }
        };
        change(refusing);
        visitor[0].close();
        assertThat(refusing.log()).startsWith("<OPENED><CLOSED><OPENED>x"); // the peer may have left by now
    }
}
