package dev.qmp.monitor.internal.output;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.CharConnection;
import dev.qmp.chardev.WatchCallback;
import dev.qmp.chardev.WatchCondition;
import dev.qmp.chardev.loop.Watch;
import dev.qmp.chardev.spi.MemoryBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutputQueueTest {
    private final List<String> heard = new ArrayList<>();
    private final TestConnection connection = new TestConnection();
    private final OutputQueue queue = new OutputQueue(
            connection,
            100,
            1000,
            new MemoryBudget(1 << 20).open("client", 0, (bytes, limit) -> {}),
            new OutputQueue.Listener() {
                @Override
                public void outputFull(boolean full) {
                    heard.add(full ? "full" : "not full");
                }

                @Override
                public void outputDrained() {
                    heard.add("drained");
                }

                @Override
                public void outputFailed(String reason, long unread, Throwable cause) {
                    heard.add(reason + " " + unread);
                }

                @Override
                public void outputClosed() {
                    heard.add("closed");
                }
            });

    /** Takes as many bytes as it has room for. */
    private static final class TestConnection implements CharConnection {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room;
        private boolean broken;
        private boolean unwatchable;
        private boolean undrainable;
        private WatchCallback watch;

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            int count = Math.min(room, source.remaining());
            byte[] bytes = new byte[count];
            source.get(bytes);
            taken.writeBytes(bytes);
            room -= count;
            return count;
        }

        @Override
        public Watch addWatch(Set<WatchCondition> conditions, WatchCallback callback) {
            if (unwatchable) {
                throw new IllegalStateException("no watch");
            }
            assertThat(watch).as("a watch while one is there").isNull();
            watch = callback;
            return new Watch() {
                @Override
                public boolean isActive() {
                    return watch == callback;
                }

                @Override
                public void remove() {}

                @Override
                public CompletionStage<Void> removeAsync() {
                    return CompletableFuture.completedFuture(null);
                }
            };
        }

        @Override
        public void whenDrained(Runnable action) {
            if (undrainable) {
                throw new IllegalStateException("no end");
            }
            action.run();
        }

        @Override
        public void close() {}

        void writable(int bytes) {
            room += bytes;
            WatchCallback callback = watch;
            if (callback != null) {
                watch = null;
                if (callback.ready(WatchCondition.OUT)) {
                    watch = callback;
                }
            }
        }
    }

    private void send(int size) {
        queue.send(ByteBuffer.wrap("x".repeat(size).getBytes(ISO_8859_1)));
    }

    @Test
    void tellsOfTheHighWaterMarkAndOfTheEnd() {
        send(99);
        assertThat(heard).isEmpty();
        send(1);
        assertThat(heard).containsExactly("full");
        connection.writable(99);
        send(1);
        assertThat(heard).as("not before everything has left").containsExactly("full");
        connection.writable(2);
        assertThat(heard).containsExactly("full", "not full", "drained");
        assertThat(queue.isDrained()).isTrue();
    }

    @Test
    void givesUpAtTheHardCap() {
        send(1000);
        assertThat(heard).containsExactly("full");
        send(1);
        assertThat(heard).containsExactly("full", "the peer left more than 1000 bytes unread 1001");
        connection.writable(5000);
        send(1);
        assertThat(connection.taken.size()).isZero();
        assertThat(queue.isDrained()).isTrue();
    }

    @Test
    void tellsOnceThatWritingFailed() {
        connection.broken = true;
        send(1);
        send(1);
        assertThat(heard).containsExactly("writing failed: Broken pipe 0");
    }

    @Test
    void tellsThatWritingLaterFailed() {
        send(1);
        connection.broken = true;
        connection.writable(1);
        assertThat(heard).containsExactly("writing failed: Broken pipe 0");
    }

    @Test
    void closesWhenAllHasLeft() {
        send(10);
        queue.closeWhenDrained();
        assertThat(heard).isEmpty();
        connection.writable(10);
        assertThat(heard).containsExactly("closed");
        queue.closeWhenDrained();
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void closesAtOnceWhenNothingIsKept() {
        queue.closeWhenDrained();
        assertThat(heard).containsExactly("closed");
    }

    @Test
    void aConnectionThatCannotBeWatchedHasLeftNothingUnread() {
        connection.unwatchable = true;
        send(1);
        assertThat(heard).containsExactly("writing failed: java.lang.IllegalStateException: no watch 0");
    }

    @Test
    void aConnectionThatCannotTellWhenItIsDrainedHasFailedAndKeepsNobodyWaiting() {
        connection.undrainable = true;
        queue.whenDrained(() -> heard.add("drained or never"));
        String failure = "waiting for the output to leave failed: java.lang.IllegalStateException: no end 0";
        assertThat(heard).containsExactly(failure, "drained or never");
    }

    @Test
    void aConnectionThatCannotTellWhenToCloseHasFailed() {
        connection.undrainable = true;
        queue.closeWhenDrained();
        assertThat(heard)
                .containsExactly("waiting for the output to leave failed: java.lang.IllegalStateException: no end 0");
    }

    /** Whatever the sizes and however the peer reads: the same bytes, whole and in order. */
    @Property
    void keepsBytesInOrder(
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 40_000) Integer> messages,
            @ForAll @Size(max = 60) List<@IntRange(max = 50_000) Integer> reads) {
        TestConnection peer = new TestConnection();
        OutputQueue large = new OutputQueue(
                peer,
                1 << 20,
                64 << 20,
                new MemoryBudget(1L << 30).open("client", 0, (bytes, limit) -> {}),
                new OutputQueue.Listener() {
                    @Override
                    public void outputFull(boolean full) {}

                    @Override
                    public void outputDrained() {}

                    @Override
                    public void outputFailed(String reason, long unread, Throwable cause) {
                        throw new AssertionError(reason);
                    }

                    @Override
                    public void outputClosed() {}
                });
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < messages.size(); i++) {
            byte[] bytes = String.valueOf((char) ('a' + i % 26))
                    .repeat(messages.get(i))
                    .getBytes(ISO_8859_1);
            sent.writeBytes(bytes);
            large.send(ByteBuffer.wrap(bytes));
            if (i < reads.size()) {
                peer.writable(reads.get(i));
            }
        }
        peer.writable(Integer.MAX_VALUE / 2);
        assertThat(large.isDrained()).isTrue();
        assertThat(peer.taken.toByteArray()).isEqualTo(sent.toByteArray());
    }
}
