package dev.qmp.chardev;

import static dev.qmp.chardev.Devices.awaitLog;
import static dev.qmp.chardev.Devices.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.spi.StandardStreams;
import dev.qmp.chardev.spi.TerminalControl;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StdioTest {
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<String> terminal = Collections.synchronizedList(new ArrayList<>());
    private Devices devices;

    @AfterEach
    void close() {
        devices.afterEach(null);
    }

    private void start(InputStream in, OutputStream out) {
        devices = new Devices(builder -> builder.service(StandardStreams.class, new StandardStreams(in, out))
                .service(TerminalControl.class, new TerminalControl() {
                    @Override
                    public boolean isTerminal() {
                        return true;
                    }

                    @Override
                    public void raw(boolean signals) {
                        terminal.add("raw " + signals);
                    }

                    @Override
                    public void cooked() {
                        terminal.add("cooked");
                    }

                    @Override
                    public void restore() {
                        terminal.add("restored");
                    }
                }));
    }

    private void type(String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.US_ASCII));
        keyboard.flush();
    }

    @Test
    void readsAndWritesTheStandardStreams() throws IOException {
        start(new PipedInputStream(keyboard), screen);
        Recorder recorder = new Recorder();
        CharFrontend frontend = devices.open("stdio,id=s", recorder);
        type("hello");
        awaitLog(recorder, "<OPENED>hello");
        Devices.writeAll(frontend, bytes("output"));
        Await.until("output", () -> screen.toString(StandardCharsets.US_ASCII).equals("output"));
    }

    @Test
    void theEndOfInputComesAfterEveryByteWasConsumedAndOutputStillWorks() throws IOException {
        start(new PipedInputStream(keyboard), screen);
        OneByteRecorder recorder = new OneByteRecorder();
        CharFrontend frontend = devices.open("stdio,id=s", recorder);
        type("abc");
        keyboard.close();
        for (String expected : new String[] {"<OPENED>a", "<OPENED>ab", "<OPENED>abc<END><CLOSED>"}) {
            awaitLog(recorder, expected);
            recorder.takeAnother(frontend);
        }
        devices.io.call(() -> {});
        assertThat(recorder.log()).isEqualTo("<OPENED>abc<END><CLOSED>");
        Devices.writeAll(frontend, bytes("late"));
        Await.until("output", () -> screen.toString(StandardCharsets.US_ASCII).equals("late"));
    }

    @Test
    void readsNothingForASuspendedFrontEnd() throws IOException {
        AtomicBoolean asked = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        start(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        return read(new byte[1], 0, 1);
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        asked.set(true);
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        return -1;
                    }
                },
                screen);
        Recorder recorder = Recorder.suspended();
        CharFrontend frontend = devices.open("stdio,id=s", recorder);
        devices.io.call(() -> {});
        assertThat(asked.get()).isFalse();
        recorder.resume(frontend);
        frontend.setHandlers(recorder, devices.io);
        Await.until("reading", asked::get);
        never.countDown();
    }

    @Test
    void aBlockedReaderOfOutputBlocksNobody() throws IOException {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger written = new AtomicInteger();
        start(new PipedInputStream(keyboard), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                written.incrementAndGet();
            }
        });
        CharFrontend frontend = devices.open("stdio,id=s", new Recorder());
        ByteBuffer big = ByteBuffer.allocate(1 << 20);
        while (frontend.connection().write(big) > 0) {
            Thread.onSpinWait();
        }
        assertThat(big.remaining()).isPositive();
        frontend.connection().addWatch(Set.of(WatchCondition.OUT), condition -> {
            try {
                frontend.connection().write(big);
            } catch (IOException e) {
                return false;
            }
            return big.hasRemaining();
        });
        blocked.countDown();
        Await.until("all written", () -> written.get() == 1 << 20);
    }

    @Test
    void theTerminalIsRawUnlessEchoIsAskedForAndRestoredAtTheEnd() throws IOException {
        start(new PipedInputStream(keyboard), screen);
        CharFrontend frontend = devices.open("stdio,id=s,signal=off", new Recorder());
        frontend.setEcho(true);
        devices.io.call(() -> {});
        frontend.close();
        assertThat(terminal).containsExactly("raw false", "cooked", "restored");
    }

    @Test
    void thereIsOneStdioAtATime() throws IOException {
        start(new PipedInputStream(keyboard), screen);
        devices.add("stdio,id=s");
        assertThatThrownBy(() -> devices.add("stdio,id=t"))
                .hasMessage("cannot use stdio by multiple character devices");
        devices.registry.remove("s").toCompletableFuture().join();
        devices.add("stdio,id=t");
    }
}
