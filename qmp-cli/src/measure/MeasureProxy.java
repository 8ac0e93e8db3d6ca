import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loads a server directly and through a proxy, in turn, and prints medians over the blocks and ratios: the image, and a real QEMU where one
 * is installed.
 *
 * <p>Run from the project's directory after the build: {@code java qmp-cli/src/measure/MeasureProxy.java [BLOCKS]}.
 */
public final class MeasureProxy {
    private static final String IMAGE = "qmp-cli/target/qmp/bin/qmp";
    private static final String QEMU = "qemu-system-x86_64";
    private static final String VERSION = "{\"execute\":\"query-version\",\"id\":1}\n";
    private static final String SCHEMA = "{\"execute\":\"query-qmp-schema\",\"id\":1}\n";
    private static final String LARGE = "{\"execute\":\"x-large\",\"id\":1}\n";
    private static final String OUT_OF_BAND = "{\"exec-oob\":\"query-yank\"}\n";
    private static final int LARGE_BYTES = 207_000;
    private static final int UPSTREAMS = 100;

    private MeasureProxy() {}

    /** A connection that counts lines. */
    private static final class Peer implements AutoCloseable {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
        private long bytes;

        Peer(Path socket) throws IOException {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            lines(1);
            send("{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}\n");
            lines(1);
        }

        void send(String text) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        int lines(int wanted) throws IOException {
            int seen = 0;
            while (seen < wanted) {
                in.clear();
                int count = channel.read(in);
                if (count < 0) {
                    throw new IOException("the server closed the connection");
                }
                bytes += count;
                for (int i = 0; i < count; i++) {
                    if (in.get(i) == '\n') {
                        seen++;
                    }
                }
            }
            return seen;
        }

        /** Returns the median time of a request at a time, in microseconds. */
        double roundTrip(String request, int count) throws IOException {
            long[] times = new long[count];
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                send(request);
                lines(1);
                times[i] = System.nanoTime() - start;
            }
            Arrays.sort(times);
            return times[count / 2] / 1e3;
        }

        /** Has eight requests in flight; returns how many are answered in a second. */
        double rate(int count) throws IOException {
            long start = System.nanoTime();
            send(VERSION.repeat(8));
            int open = 8;
            for (int left = count; left > 0; ) {
                int answered = lines(1);
                left -= answered;
                open -= answered;
                if (left > 0) {
                    send(VERSION.repeat(8 - open));
                    open = 8;
                }
            }
            if (open > 0) {
                lines(open);
            }
            return count / ((System.nanoTime() - start) / 1e9);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static Process start(Path socket, Path log, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long limit = System.nanoTime() + 20_000_000_000L;
        while (!greets(socket)) {
            if (!process.isAlive() || System.nanoTime() > limit) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(log));
            }
            Thread.sleep(20);
        }
        return process;
    }

    /** Waits for the greeting of a server that listens; returns whether it does. */
    private static boolean greets(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return channel.read(ByteBuffer.allocate(1)) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static double together(List<Peer> peers, int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(peers.size());
        try {
            List<Callable<Double>> loads = new ArrayList<>();
            peers.forEach(peer -> loads.add(() -> peer.rate(count)));
            double sum = 0;
            for (Future<Double> rate : threads.invokeAll(loads)) {
                sum += rate.get();
            }
            return sum;
        } finally {
            threads.shutdown();
        }
    }

    /** Returns a number of the process: {@code VmRSS} in KiB, {@code Threads}. */
    private static long status(Process process, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Blocks the thread in which a server runs commands. */
    private interface Blocking {
        /** Begins, with a connection to the server, while others wait for its events; returns what ends it. */
        Release block(Peer blocker, List<Peer> others) throws Exception;
    }

    private interface Release {
        void run() throws Exception;
    }

    /** Runs the measurements. */
    public static void main(String[] args) throws Exception {
        int blocks = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        Path directory = Files.createTempDirectory("proxy");
        List<Process> processes = new ArrayList<>();
        try {
            Path ours = directory.resolve("ours");
            processes.add(start(
                    ours,
                    directory.resolve("ours.log"),
                    IMAGE,
                    "serve",
                    "--docs",
                    "off",
                    "--schema-add",
                    largeSchema(directory).toString(),
                    "--replies",
                    largeReply(directory).toString(),
                    "-qmp",
                    "unix:" + ours + ",server=on,wait=off,max-clients=9"));
            Path shared = directory.resolve("shared");
            Process proxy = start(
                    shared,
                    directory.resolve("shared.log"),
                    IMAGE,
                    "proxy",
                    ours.toString(),
                    "-qmp",
                    "unix:" + shared + ",server=on,wait=off,max-clients=2000");
            processes.add(proxy);
            compare("the image", ours, shared, blocks, (blocker, others) -> {
                blocker.send("{\"execute\":\"x-hold\"}\n");
                blocker.lines(1); // the event, which everybody gets
                for (Peer other : others) {
                    other.lines(1);
                }
                return () -> {
                    blocker.send("{\"exec-oob\":\"x-release\"}\n");
                    blocker.lines(2);
                };
            });
            idle(proxy, shared);
            fleet(directory);
            Path qemu = directory.resolve("qemu");
            try {
                processes.add(start(
                        qemu,
                        directory.resolve("qemu.log"),
                        QEMU,
                        "-M",
                        "none",
                        "-nodefaults",
                        "-display",
                        "none",
                        "-qmp",
                        "unix:" + qemu + ",server=on,wait=off",
                        "-chardev",
                        "socket,id=c,path=" + directory.resolve("qemu2") + ",server=on,wait=off",
                        "-mon",
                        "chardev=c,mode=control"));
            } catch (IOException e) {
                System.out.println("without QEMU: " + e.getMessage());
                return;
            }
            Path sharedQemu = directory.resolve("shared2");
            processes.add(start(
                    sharedQemu,
                    directory.resolve("shared2.log"),
                    IMAGE,
                    "proxy",
                    directory.resolve("qemu2").toString(),
                    "-qmp",
                    "unix:" + sharedQemu + ",server=on,wait=off"));
            AtomicInteger fifos = new AtomicInteger();
            compare("QEMU", qemu, sharedQemu, blocks, (blocker, others) -> {
                // Its main thread blocks when it opens a FIFO that nobody writes to.
                Path fifo = directory.resolve("fifo" + fifos.incrementAndGet());
                new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
                blocker.send("{\"execute\":\"blockdev-add\",\"arguments\":{\"driver\":\"blkdebug\",\"node-name\":\"n"
                        + fifos.get() + "\",\"config\":\"" + fifo + "\",\"image\":{\"driver\":\"null-co\"}}}\n");
                Thread.sleep(200); // nothing tells that it is blocked
                return () -> {
                    Files.newOutputStream(fifo).close();
                    blocker.lines(1);
                };
            });
        } finally {
            for (Process process : processes) {
                process.destroyForcibly().onExit().join();
            }
            remove(directory);
        }
    }

    private static void remove(Path directory) throws Exception {
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }

    private static Path largeSchema(Path directory) throws IOException {
        return Files.writeString(
                directory.resolve("large.json"),
                "{ 'struct': 'XLargeMember', 'data': { 'name': 'str', 'type': 'str', '*default': 'null' } }\n"
                        + "{ 'struct': 'XLarge', 'data': { 'name': 'str', 'meta-type': 'str', 'members': ['XLargeMember'] } }\n"
                        + "{ 'command': 'x-large', 'returns': ['XLarge'] }\n");
    }

    /** A list of objects like those of an introspection. */
    private static Path largeReply(Path directory) throws IOException {
        StringBuilder list = new StringBuilder();
        for (int i = 0; list.length() < LARGE_BYTES; i++) {
            list.append(i == 0 ? "" : ", ")
                    .append("{\"name\": \"member-" + i
                            + "\", \"meta-type\": \"object\", \"members\": [{\"name\": \"a\", \"type\": \"str\"},"
                            + " {\"name\": \"b\", \"default\": null, \"type\": \"" + i + "\"}]}");
        }
        return Files.writeString(
                directory.resolve("large-replies.json"), "{\"x-large\": {\"return\": [" + list + "]}}\n");
    }

    /** Shares many servers with one process: one of ours with many monitors. */
    private static void fleet(Path directory) throws Exception {
        Path folder = Files.createDirectory(directory.resolve("fleet"));
        List<String> servers = new ArrayList<>(List.of(IMAGE, "serve"));
        for (int i = 0; i < UPSTREAMS; i++) {
            servers.addAll(List.of("-qmp", "unix:" + folder.resolve("vm" + i + ".sock") + ",server=on,wait=off"));
        }
        Process upstreams = start(
                folder.resolve("vm" + (UPSTREAMS - 1) + ".sock"),
                directory.resolve("vms.log"),
                servers.toArray(String[]::new));
        Process proxy = null;
        try {
            proxy = new ProcessBuilder(
                            IMAGE,
                            "proxy",
                            "--upstreams",
                            folder + "/vm*.sock",
                            "-qmp",
                            "unix:" + folder + "/{name}.shared,server=on,wait=off")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("fleet.log").toFile())
                    .start();
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < UPSTREAMS; i++) {
                Path shared = folder.resolve(i + ".shared");
                while (!Files.exists(shared)) {
                    if (!proxy.isAlive()) {
                        throw new IOException(
                                "the proxy has ended: " + Files.readString(directory.resolve("fleet.log")));
                    }
                    Thread.sleep(20);
                }
                peers.add(new Peer(shared));
            }
            System.out.printf(
                    "%d upstreams with a client each: %.1f MB resident, %d threads",
                    UPSTREAMS, status(proxy, "VmRSS") / 1e3 * 1.024, status(proxy, "Threads"));
            for (Peer peer : peers) {
                peer.roundTrip(VERSION, 100);
            }
            System.out.printf(
                    "; after %d requests %.1f MB, %d threads%n",
                    UPSTREAMS * 100, status(proxy, "VmRSS") / 1e3 * 1.024, status(proxy, "Threads"));
            for (Peer peer : peers) {
                peer.close();
            }
        } finally {
            upstreams.destroyForcibly();
            if (proxy != null) {
                proxy.destroyForcibly().onExit().join();
            }
        }
    }

    private static void idle(Process proxy, Path shared) throws Exception {
        long before = status(proxy, "VmRSS");
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            peers.add(new Peer(shared));
        }
        System.out.printf("1,000 idle clients: %.1f KiB each%n", (status(proxy, "VmRSS") - before) / 1000.0);
        for (Peer peer : peers) {
            peer.close();
        }
    }

    private static void compare(String name, Path direct, Path shared, int blocks, Blocking blocking) throws Exception {
        Map<String, List<double[]>> figures = new LinkedHashMap<>();
        try (Peer alone = new Peer(direct)) {
            List<Peer> through = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                through.add(new Peer(shared));
            }
            Peer one = through.get(0);
            for (int block = -2; block < blocks; block++) { // two to warm up
                Map<String, double[]> now = new LinkedHashMap<>();
                now.put(
                        "one at a time, p50, µs",
                        new double[] {alone.roundTrip(VERSION, 2000), one.roundTrip(VERSION, 2000)});
                now.put(
                        "out of band, p50, µs",
                        new double[] {alone.roundTrip(OUT_OF_BAND, 2000), one.roundTrip(OUT_OF_BAND, 2000)});
                now.put(
                        "8 in flight; through the proxy from each of 8, a second",
                        new double[] {alone.rate(20_000), together(through, 2500)});
                now.put("out of band, upstream blocked, 56 waiting, p50, µs", blocked(alone, through, blocking));
                now.put("query-qmp-schema from memory, MB/s", new double[] {large(alone, SCHEMA), large(one, SCHEMA)});
                if (name.equals("the image")) {
                    now.put("207-kB reply, MB/s", new double[] {large(alone, LARGE), large(one, LARGE)});
                }
                if (block >= 0) {
                    now.forEach((line, pair) -> figures.computeIfAbsent(line, key -> new ArrayList<>())
                            .add(pair));
                }
            }
            for (Peer peer : through) {
                peer.close();
            }
        }
        figures.forEach((line, pairs) -> System.out.printf(
                "%s, %s: direct %.1f, proxy %.1f, ratio %.2f%n",
                name, line, median(pairs, 0), median(pairs, 1), median(pairs, 1) / median(pairs, 0)));
    }

    private static double[] blocked(Peer alone, List<Peer> through, Blocking blocking) throws Exception {
        Release release = blocking.block(alone, through);
        for (Peer waiting : through) {
            waiting.send(VERSION.repeat(7));
        }
        Peer one = through.get(0);
        double[] figures = {alone.roundTrip(OUT_OF_BAND, 2000), one.roundTrip(OUT_OF_BAND, 2000)};
        release.run();
        for (Peer waiting : through) {
            waiting.lines(7);
        }
        return figures;
    }

    private static double large(Peer peer, String request) throws IOException {
        long before = peer.bytes;
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            peer.send(request);
            peer.lines(1);
        }
        return (peer.bytes - before) * 1e3 / (System.nanoTime() - start);
    }

    private static double median(List<double[]> pairs, int column) {
        double[] sorted =
                pairs.stream().mapToDouble(pair -> pair[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
