package dev.qmp.chardev.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which order the channels of a loop are served, and how much is read of each. */
class LoopChannelsTest {
    private static final int MUCH = 64 * 1024;

    private final EventLoop loop = EventLoop.create("test");
    private final List<Pipe> pipes = new ArrayList<>();
    private final List<ChannelWatch> watches = new ArrayList<>();
    private final List<Integer> served = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        loop.close();
        for (Pipe pipe : pipes) {
            pipe.source().close();
            pipe.sink().close();
        }
    }

    /** A channel that is always readable, and whose handler reads so much. */
    private void channel(int bytes, Runnable handling) {
        int number = watches.size();
        loop.call(() -> {
            try {
                Pipe pipe = Pipe.open();
                pipes.add(pipe);
                pipe.source().configureBlocking(false);
                pipe.sink().write(ByteBuffer.wrap(new byte[1]));
                watches.add(loop.channels().watch(pipe.source(), SelectionKey.OP_READ, ops -> {
                    handling.run();
                    watches.get(number).wasRead(bytes);
                    served.add(number);
                }));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void turn() {
        served.clear();
        loop.turn(0);
    }

    private void turnUntilServed(int number) {
        do {
            turn();
        } while (!served.contains(number));
    }

    @Test
    void whereLittleIsReadIsServedFirst() {
        IntStream.range(0, 10).forEach(i -> channel(MUCH, () -> {}));
        channel(1, () -> {});
        IntStream.range(0, 10).forEach(i -> channel(MUCH, () -> {}));
        turnUntilServed(10);

        for (int i = 0; i < 20; i++) {
            turn();
            assertThat(served).first().isEqualTo(10);
            assertThat(served).hasSizeGreaterThan(1);
        }
    }

    @Test
    void whereMuchIsReadTakesTurns() {
        IntStream.range(0, 10).forEach(i -> channel(MUCH, () -> busy(3_000_000)));
        List<Integer> all = new ArrayList<>();
        while (all.size() < 30) {
            turn();
            assertThat(served).as("in one turn").hasSize(1);
            all.addAll(served);
        }
        assertThat(all.subList(0, 10)).doesNotHaveDuplicates();
        assertThat(all.subList(10, 20)).isEqualTo(all.subList(0, 10));
        assertThat(all.subList(20, 30)).isEqualTo(all.subList(0, 10));
    }

    @Test
    void aChannelIsNotServedOnceItsWatchHasEndedOrWantsNothing() {
        IntStream.range(0, 3).forEach(i -> channel(MUCH, () -> busy(3_000_000)));
        turn();
        List<Integer> waiting = new ArrayList<>(List.of(0, 1, 2));
        waiting.removeAll(served);
        loop.call(() -> {
            watches.get(waiting.get(0)).remove();
            watches.get(waiting.get(1)).setInterest(0);
        });
        int last = served.get(0);
        for (int i = 0; i < 6; i++) {
            turn();
            assertThat(served).isSubsetOf(last);
        }
        assertThat(served).containsExactly(last);
    }

    @Test
    void lessIsReadWhereHandlingItTakesLong() {
        boolean[] slow = {true};
        channel(MUCH, () -> busy(slow[0] ? 1_000_000 : 0));
        int first = watches.get(0).portion();
        List<Integer> portions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            turn();
            portions.add(watches.get(0).portion());
        }
        assertThat(first).isEqualTo(MUCH);
        assertThat(portions).containsExactly(32 * 1024, 16 * 1024, 8 * 1024, 4 * 1024, 4 * 1024);

        slow[0] = false;
        while (watches.get(0).portion() < MUCH) {
            turn(); // each that the system does not interrupt doubles it
        }
        channel(1, () -> {});
        turnUntilServed(1);
        assertThat(watches.get(1).portion()).isEqualTo(4 * 1024);
    }

    private static void busy(long nanos) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < nanos) {
            Thread.onSpinWait();
        }
    }
}
