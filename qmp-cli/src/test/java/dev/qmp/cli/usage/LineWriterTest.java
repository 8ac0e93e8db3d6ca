package dev.qmp.cli.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineWriterTest {
    private final AtomicLong clock = new AtomicLong();
    private final Sink sink = new Sink();
    private final LineWriter writer = new LineWriter("test-lines", sink, clock::get);

    /** Takes bytes while its gate is open, and fails while it is to. */
    private static final class Sink extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile String failure = "";

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException("a byte at a time");
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            try {
                assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (!failure.isEmpty()) {
                String reason = failure;
                if (reason.contains("temporarily")) {
                    failure = "";
                } else {
                    synchronized (taken) {
                        taken.write(bytes, start, length / 2); // as a full disk does
                    }
                }
                throw new IOException(reason);
            }
            synchronized (taken) {
                taken.write(bytes, start, length);
            }
        }

        List<String> lines() {
            synchronized (taken) {
                return taken.toString(UTF_8).lines().toList();
            }
        }
    }

    @Test
    void losesNothingInNormalConditions() {
        for (int i = 0; i < 20_000; i++) {
            writer.add("line " + i);
        }
        writer.flush();
        assertThat(sink.lines()).hasSize(20_000).endsWith("line 19998", "line 19999");
    }

    @Test
    void neverWaitsForAReaderAndCountsWhatItDropped() {
        CountDownLatch gate = new CountDownLatch(1);
        sink.gate = gate;
        String line = "x".repeat(1000);
        int count = 5_000;
        for (int i = 0; i < count; i++) {
            writer.add(line);
        }
        gate.countDown();
        writer.flush();
        List<String> lines = sink.lines();
        assertThat(lines).startsWith(line);
        long written = lines.stream().filter(line::equals).count();
        assertThat(written).isBetween(LineWriter.CAPACITY / 1000L - 1, count - 1L);
        // Wherever lines were dropped: the thread that writes may have made room in between.
        long missing = lines.stream()
                .filter(other -> !other.equals(line))
                .mapToLong(note -> Long.parseLong(note.replace("qmp: ", "").replace(" lines are missing here", "")))
                .sum();
        assertThat(missing).isEqualTo(count - written);
    }

    @Test
    void givesUpOnAReaderThatTakesNothing() {
        CountDownLatch gate = new CountDownLatch(1);
        sink.gate = gate;
        writer.add("waits");
        writer.flush(); // returns
        assertThat(sink.lines()).isEmpty();
        gate.countDown();
    }

    @Test
    void saysWhatIsMissingWhenItCanWriteAgain() {
        writer.add("before");
        writer.flush();
        sink.failure = "No space left on device";
        writer.add("lost");
        writer.flush();
        writer.add("lost too");
        writer.flush();
        sink.failure = "";
        writer.add("after");
        writer.flush();
        assertThat(sink.lines()).startsWith("before").endsWith("qmp: 2 lines are missing here", "after");
    }

    @Test
    void triesAgainWhenAPipeIsNonBlockingAndFull() {
        sink.failure = "Resource temporarily unavailable";
        writer.add("once");
        writer.flush();
        assertThat(sink.lines()).containsExactly("once");
    }

    @Test
    void writesFewLinesOfAKindAndTheNumberOfTheOthers() {
        Pattern more = Pattern.compile("qmp: (\\d+) more like this: refused \\d+");
        for (int second = 0; second < 5; second++) {
            for (int i = 0; i < 1000; i++) {
                writer.add("refused " + i, "refused");
            }
            writer.add("another " + second, "another");
            clock.addAndGet(LineRate.SECOND);
            writer.add("tick");
            writer.flush();
        }
        List<String> lines = sink.lines();
        long refused =
                lines.stream().filter(line -> line.startsWith("refused ")).count();
        long summedUp = lines.stream()
                .map(more::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult)
                .mapToLong(result -> number(result))
                .sum();
        assertThat(refused).isBetween((long) LineRate.BURST, LineRate.BURST + 5L);
        assertThat(refused + summedUp).isEqualTo(5000);
        assertThat(lines.stream().filter(line -> line.startsWith("another "))).hasSize(5);
        clock.addAndGet(100 * LineRate.SECOND);
        writer.add("refused again", "refused");
        writer.flush();
        assertThat(sink.lines()).endsWith("refused again");
    }

    @Test
    void boundsAllKindsTogether() {
        int kinds = 10_000;
        for (int i = 0; i < kinds; i++) {
            writer.add("line " + i, "kind " + i);
        }
        writer.flush();
        List<String> lines = sink.lines();
        assertThat(lines).hasSize(LineRate.BURST_OF_ALL + 1);
        assertThat(lines).last().isEqualTo("qmp: " + (kinds - LineRate.BURST_OF_ALL) + " more like this: line 9999");
    }

    private static long number(MatchResult result) {
        return Long.parseLong(result.group(1));
    }
}
