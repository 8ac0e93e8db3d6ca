package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients at once, with requests on both paths, events, and clients that leave in the middle: one reply each, in order. */
class StressTest {
    private static final int CLIENTS = 50;

    @Test
    void fiftyClientsGetOneReplyEachInOrder() throws Exception {
        stress(client -> {
            int[] rounds = {0};
            return () -> rounds[0]++ < 30;
        });
    }

    @Test
    @Tag("long")
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void fiftyClientsGetOneReplyEachInOrderForAMinute() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        stress(client -> () -> System.nanoTime() < end);
    }

    /** Makes what is tested. */
    TestHost host() {
        return new TestHost(Monitors.builder().provider(new TestProvider()));
    }

    private void stress(IntFunction<BooleanSupplier> more) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (TestHost host = host()) {
            List<Path> sockets = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                sockets.add(host.listen(MonitorOptions.DEFAULT));
            }
            host.start();
            List<Future<long[]>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client(sockets.get(i), i, more.apply(i));
                clients.add(threads.submit(client::run));
            }
            long requests = 0;
            long replies = 0;
            for (Future<long[]> client : clients) {
                long[] counts = client.get();
                requests += counts[0];
                replies += counts[1];
            }
            assertThat(replies).isEqualTo(requests).isGreaterThan(CLIENTS * 30L);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Talks in rounds: a burst of requests in pieces, then all their replies. Thread: one. */
    private static final class Client {
        private final Path socket;
        private final Random random;
        private final BooleanSupplier more;
        private long requests;
        private long replies;
        private int session;

        Client(Path socket, int number, BooleanSupplier more) {
            this.socket = socket;
            this.random = new Random(number);
            this.more = more;
        }

        long[] run() {
            while (more.getAsBoolean()) {
                session++;
                boolean outOfBand = random.nextInt(4) > 0;
                try (QmpPeer peer = QmpPeer.negotiated(socket, outOfBand)) {
                    int rounds = 1 + random.nextInt(20);
                    for (int round = 0; round < rounds && more.getAsBoolean(); round++) {
                        talk(peer, outOfBand, round);
                    }
                    if (random.nextBoolean()) {
                        // Leaves with requests under way; none of their replies may reach the next session.
                        peer.send("{'execute':'echo','arguments':{'text':'left'},'id':'left'}"
                                .repeat(1 + random.nextInt(12)));
                    }
                }
            }
            return new long[] {requests, replies};
        }

        private void talk(QmpPeer peer, boolean outOfBand, int round) {
            int count = 1 + random.nextInt(24);
            int inBand = 0;
            int overtaking = 0;
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < count; i++) {
                if (outOfBand && random.nextInt(3) == 0) {
                    text.append("{'exec-oob':'ping','id':'o")
                            .append(tag(round, overtaking++))
                            .append("'}\n");
                } else if (random.nextInt(50) == 0) {
                    text.append("{'execute':'burst','arguments':{'count':2},'id':'i");
                    text.append(tag(round, inBand++)).append("'}");
                } else {
                    String tag = tag(round, inBand++);
                    text.append("{'execute':'echo','arguments':{'text':'").append(tag);
                    text.append("'},'id':'i").append(tag).append("'}");
                }
                if (random.nextInt(4) == 0) {
                    peer.send(text.toString());
                    text.setLength(0);
                }
            }
            peer.send(text.toString());
            requests += count;
            int nextInBand = 0;
            int nextOvertaking = 0;
            while (nextInBand < inBand || nextOvertaking < overtaking) {
                String line = peer.line();
                if (line.startsWith("{\"timestamp\"")) {
                    continue;
                }
                boolean overtook = line.contains("\"id\": \"o");
                String tag = tag(round, overtook ? nextOvertaking++ : nextInBand++);
                String end = ", \"id\": \"" + (overtook ? "o" : "i") + tag + "\"}";
                assertThat(line).isIn("{\"return\": {}" + end, "{\"return\": {\"text\": \"" + tag + "\"}" + end);
                replies++;
            }
        }

        private String tag(int round, int number) {
            return session + "." + round + "." + number;
        }
    }
}
