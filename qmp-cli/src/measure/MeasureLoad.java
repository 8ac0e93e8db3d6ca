import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Loads the image, a real QEMU and a C program that only echoes, in turn, and prints medians over the blocks and ratios.
 *
 * <p>Run from the project's directory after the build: {@code java qmp-cli/src/measure/MeasureLoad.java [BLOCKS [FILTER]]}.
 * QEMU is left out where it is not installed, the floor where there is no C compiler, and the lines with given processors where
 * there is no taskset or only one processor.
 */
public final class MeasureLoad {
    private static final String QEMU = "qemu-system-x86_64";
    private static final String IMAGE = "qmp-cli/target/qmp/bin/qmp";
    private static final Path SCHEMA = Path.of("../shared/qemu/7.2/qapi/qapi-schema.json");
    private static final String VERSION = "{\"execute\":\"query-version\",\"id\":1}\n";

    private MeasureLoad() {}

    /** A connection that counts lines. */
    private static final class Peer implements AutoCloseable {
        private static final ByteBuffer IN = ByteBuffer.allocateDirect(1 << 18); // for all: there is one thread

        private final SocketChannel channel;
        private long bytes;

        Peer(Path socket) throws IOException {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
        }

        static Peer negotiated(Path socket, boolean outOfBand) throws IOException {
            Peer peer = new Peer(socket);
            peer.lines(1);
            peer.send("{\"execute\":\"qmp_capabilities\"" + (outOfBand ? ",\"arguments\":{\"enable\":[\"oob\"]}" : "")
                    + "}\n");
            peer.lines(1);
            return peer;
        }

        void send(String text) throws IOException {
            send(ByteBuffer.wrap(text.getBytes(UTF_8)));
        }

        void send(ByteBuffer buffer) throws IOException {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }

        /** Reads until a number of lines has ended; what comes behind them in the same read is counted too. */
        int lines(int wanted) throws IOException {
            int seen = 0;
            while (seen < wanted) {
                IN.clear();
                int count = channel.read(IN);
                if (count < 0) {
                    throw new IOException("the server closed the connection");
                }
                bytes += count;
                for (int i = 0; i < count; i++) {
                    if (IN.get(i) == '\n') {
                        seen++;
                    }
                }
            }
            return seen;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** So many that a handful of interruptions by the system do not decide the 99.9th percentile. */
    private static final int BLOCKED_ROUND_TRIPS = 20_000;

    /** A server under load. */
    private record Server(String name, Path socket, Process process) {}

    /** One block of a measurement against one server. */
    @FunctionalInterface
    private interface Block {
        double run(Server server) throws Exception;
    }

    /**
     * Measures.
     *
     * @param args blocks for each server (10), and a text that a measurement's name must contain
     * @throws Exception if a server cannot be started or misbehaves
     */
    public static void main(String[] args) throws Exception {
        int blocks = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        String filter = args.length > 1 ? args[1] : "";
        Path directory = Files.createTempDirectory("qmp");
        List<Server> servers = new ArrayList<>();
        try {
            servers.add(start("qmp", directory, IMAGE, "serve", "-qmp", "unix:%s,server=on,wait=off"));
            if (installed(QEMU)) {
                servers.add(start(
                        "QEMU",
                        directory,
                        QEMU,
                        "-M",
                        "none",
                        "-nodefaults",
                        "-display",
                        "none",
                        "-qmp",
                        "unix:%s,server=on,wait=off"));
            }
            if (installed("cc")) {
                Path echo = directory.resolve("echo");
                new ProcessBuilder("cc", "-O2", "-o", echo.toString(), "qmp-cli/src/measure/echo.c")
                        .inheritIO()
                        .start()
                        .waitFor();
                servers.add(start("floor", directory, echo.toString(), "%s"));
            }
            System.out.printf(
                    "medians of %d blocks, servers in turn; ratio is QEMU / qmp for times, qmp / QEMU for rates%n",
                    blocks);
            System.out.printf("%-44s %12s %12s %12s %9s%n", "", "qmp", "QEMU", "floor", "ratio");
            run(filter, "one at a time, p50, us", servers, blocks, true, s -> roundTrips(s, false)[1]);
            run(filter, "one at a time, p99, us", servers, blocks, true, s -> roundTrips(s, false)[2]);
            pinned(filter, "one at a time, all on one processor, p50, us", servers, blocks, "0", "0");
            pinned(filter, "one at a time, client and server apart, p50", servers, blocks, "0", "1");
            blocked(filter, directory, servers, blocks);
            idleMonitors(filter, directory, 1000, false, blocks);
            idleMonitors(filter, directory, 10_000, true, blocks);
            run(
                    filter,
                    "8 in flight, oob off, requests/s",
                    qmpOnly(servers),
                    blocks,
                    false,
                    s -> pipelined(s, 8, false));
            run(filter, "8 in flight, oob on, requests/s", qmpOnly(servers), blocks, false, s -> pipelined(s, 8, true));
            deeper(filter, servers.get(0), blocks);
            run(
                    filter,
                    "64 in flight, oob off, requests/s",
                    qmpOnly(servers),
                    blocks,
                    false,
                    s -> pipelined(s, 64, false));
            run(
                    filter,
                    "64 in flight, oob on, requests/s",
                    qmpOnly(servers),
                    blocks,
                    false,
                    s -> pipelined(s, 64, true));
            if (Files.exists(SCHEMA) && "query-qmp-schema, MB/s".contains(filter)) {
                servers.add(start(
                        "qmp-schema",
                        directory,
                        IMAGE,
                        "serve",
                        "--docs",
                        "off",
                        "--schema",
                        SCHEMA.toString(),
                        "-qmp",
                        "unix:%s,server=on,wait=off"));
            }
            clients(filter, directory, blocks);
            run(filter, "processor time a request, one at a time, us", servers, blocks, true, s -> processorTime(s, 1));
            run(filter, "processor time a request, 8 in flight, us", servers, blocks, true, s -> processorTime(s, 8));
            allocation(filter, directory, "", VERSION);
            allocation(filter, directory, ", answered with {}", "{\"execute\":\"cont\"}\n");
            run(filter, "query-qmp-schema, MB/s", schemaServers(servers), blocks, false, MeasureLoad::schemaBytes);
            run(
                    filter,
                    "request of 1 MB, MB/s",
                    qmpOnly(servers),
                    Math.min(blocks, 5),
                    false,
                    MeasureLoad::largeRequest);
        } finally {
            end(servers);
            remove(directory);
        }
    }

    private static void end(List<Server> servers) {
        for (Server server : servers) {
            server.process().destroy();
            server.process().onExit().join();
        }
    }

    private static void remove(Path directory) throws Exception {
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }

    /** One request at a time, with this program and the servers on given processors. */
    private static void pinned(
            String filter, String name, List<Server> servers, int blocks, String client, String server)
            throws Exception {
        if (!name.contains(filter)
                || !installed("taskset")
                || Runtime.getRuntime().availableProcessors() < 2) {
            return;
        }
        String all = "0-" + (Runtime.getRuntime().availableProcessors() - 1);
        try {
            pin(ProcessHandle.current().pid(), client);
            for (Server one : servers) {
                pin(one.process().pid(), server);
            }
            run(filter, name, servers, blocks, true, s -> roundTrips(s, false)[1]);
        } finally {
            pin(ProcessHandle.current().pid(), all);
            for (Server one : servers) {
                pin(one.process().pid(), all);
            }
        }
    }

    private static void pin(long pid, String processors) throws Exception {
        Process taskset = new ProcessBuilder("taskset", "-a", "-c", "-p", processors, String.valueOf(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        taskset.waitFor();
    }

    /** Out-of-band round trips while a command keeps the dispatcher and seven more wait behind it. */
    private static void blocked(String filter, Path directory, List<Server> servers, int blocks) throws Exception {
        String name = "oob while blocked, 7 waiting, ";
        if (!name.contains(filter)) {
            return;
        }
        Map<String, List<double[]>> figures = new LinkedHashMap<>();
        for (int i = -2; i < blocks; i++) {
            for (Server server : servers) {
                double[] block =
                        switch (server.name()) {
                            case "QEMU" -> qemuBlocked(server, directory, i);
                            case "qmp" -> qmpBlocked(server);
                            default -> neverBlocked(server);
                        };
                if (i >= 0) {
                    figures.computeIfAbsent(server.name(), key -> new ArrayList<>())
                            .add(block);
                }
            }
        }
        String[] percentiles = {"p50, us", "p99, us", "p99.9, us"};
        for (int i = 0; i < percentiles.length; i++) {
            double ours = median(figures.get("qmp"), i);
            double qemu = median(figures.getOrDefault("QEMU", List.of()), i);
            double floor = median(figures.getOrDefault("floor", List.of()), i);
            System.out.printf(
                    "%-44s %12.1f %12.1f %12.1f %9.2f%n", name + percentiles[i], ours, qemu, floor, qemu / ours);
        }
    }

    private static double median(List<double[]> figures, int column) {
        double[] values =
                figures.stream().mapToDouble(row -> row[column]).sorted().toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }

    private static double[] qmpBlocked(Server server) throws IOException {
        try (Peer peer = Peer.negotiated(server.socket(), true)) {
            peer.send("{\"execute\":\"x-hold\"}\n");
            peer.lines(1); // its event
            peer.send(VERSION.repeat(7));
            double[] figures = outOfBand(peer, BLOCKED_ROUND_TRIPS);
            peer.send("{\"exec-oob\":\"x-release\"}\n");
            peer.lines(9);
            return figures;
        }
    }

    /** QEMU's main thread blocks when it opens a FIFO that nobody writes to. */
    private static double[] qemuBlocked(Server server, Path directory, int block) throws Exception {
        Path fifo = directory.resolve("fifo" + (block + 2));
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        try (Peer peer = Peer.negotiated(server.socket(), true)) {
            peer.send("{\"execute\":\"blockdev-add\",\"arguments\":{\"driver\":\"blkdebug\",\"node-name\":\"n"
                    + (block + 2) + "\",\"config\":\"" + fifo + "\",\"image\":{\"driver\":\"null-co\"}}}\n");
            peer.send(VERSION.repeat(7));
            double[] figures = outOfBand(peer, BLOCKED_ROUND_TRIPS / 10);
            Files.newOutputStream(fifo).close();
            peer.lines(8);
            return figures;
        }
    }

    /** The same round trips with a program that only echoes. */
    private static double[] neverBlocked(Server server) throws IOException {
        try (Peer peer = new Peer(server.socket())) {
            return outOfBand(peer, BLOCKED_ROUND_TRIPS);
        }
    }

    /** Measures round trips: p50, p99, p99.9 in microseconds. */
    private static double[] outOfBand(Peer peer, int count) throws IOException {
        ByteBuffer request = ByteBuffer.allocateDirect(256)
                .put("{\"exec-oob\":\"migrate-pause\",\"id\":1}\n".getBytes(UTF_8))
                .flip();
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            peer.send(request.duplicate());
            peer.lines(1);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return new double[] {nanos[count / 2] / 1e3, nanos[count * 99 / 100] / 1e3, nanos[count * 999 / 1000] / 1e3};
    }

    /**
     * An image with many more monitors, all connected and idle, beside one without. Each has a device of its own, or, where that takes too
     * many open files, they are the clients of one device.
     */
    private static void idleMonitors(String filter, Path directory, int count, boolean oneDevice, int blocks)
            throws Exception {
        String name = String.format(Locale.ROOT, "%,d idle monitors: ", count);
        if (!name.contains(filter)) {
            return;
        }
        List<String> command =
                new ArrayList<>(List.of(IMAGE, "serve", "--quiet", "-qmp", "unix:%s,server=on,wait=off"));
        for (int i = 0; i < count && !oneDevice; i++) {
            command.add("-qmp");
            command.add("unix:" + directory.resolve("i" + i) + ",server=on,wait=off");
        }
        Path shared = directory.resolve("shared-idle");
        if (oneDevice) {
            String device = "socket,id=c,path=" + shared + ",server=on,wait=off,max-clients=" + count;
            command.addAll(List.of("-chardev", device, "-mon", "chardev=c,mode=control"));
        }
        Server crowded = start("crowded", directory, command.toArray(String[]::new));
        Server single = start("single", directory, IMAGE, "serve", "-qmp", "unix:%s,server=on,wait=off");
        List<Peer> idle = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                idle.add(Peer.negotiated(oneDevice ? shared : directory.resolve("i" + i), true));
            }
            List<double[]> pairs = new ArrayList<>();
            for (int i = -2; i < blocks; i++) {
                double[] pair = {roundTrips(crowded, false)[1], roundTrips(single, false)[1]};
                if (i >= 0) {
                    pairs.add(pair);
                }
            }
            double busy = median(pairs, 0);
            double lone = median(pairs, 1);
            System.out.printf(
                    "%-44s %12.1f, %.2f times that of one alone%n", name + "active one's p50, us", busy, busy / lone);
            double kib = (resident(crowded) - resident(single)) / (double) count;
            System.out.printf("%-44s %12.1f%n", name + "resident for each, KiB", kib);
        } finally {
            for (Peer peer : idle) {
                peer.close();
            }
            end(List.of(crowded, single));
        }
    }

    private static long resident(Server server) throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("no VmRSS");
    }

    private static void run(String filter, String name, List<Server> servers, int blocks, boolean time, Block block)
            throws Exception {
        if (!name.contains(filter)) {
            return;
        }
        Map<String, double[]> figures = new LinkedHashMap<>();
        for (int i = -2; i < blocks; i++) {
            for (Server server : servers) {
                double figure = block.run(server);
                if (i >= 0) {
                    figures.computeIfAbsent(server.name(), key -> new double[blocks])[i] = figure;
                }
            }
        }
        ToDoubleFunction<String> median = server -> {
            double[] values = figures.get(server);
            if (values == null) {
                return Double.NaN;
            }
            Arrays.sort(values);
            return values[values.length / 2];
        };
        double ours = median.applyAsDouble("qmp");
        double qemu = median.applyAsDouble("QEMU");
        System.out.printf(
                "%-44s %12.1f %12.1f %12.1f %9.2f%n",
                name, ours, qemu, median.applyAsDouble("floor"), time ? qemu / ours : ours / qemu);
    }

    /** The image serves QEMU's own schema here, if that is at hand. */
    private static List<Server> schemaServers(List<Server> servers) {
        boolean own = servers.stream().noneMatch(server -> server.name().equals("qmp-schema"));
        return servers.stream()
                .filter(server -> server.name().equals("QEMU") || server.name().equals(own ? "qmp" : "qmp-schema"))
                .map(server -> server.name().equals("qmp-schema")
                        ? new Server("qmp", server.socket(), server.process())
                        : server)
                .toList();
    }

    private static List<Server> qmpOnly(List<Server> servers) {
        return servers.stream()
                .filter(server -> server.name().equals("qmp") || server.name().equals("QEMU"))
                .toList();
    }

    /** Returns p0, p50, p99 in microseconds. */
    private static double[] roundTrips(Server server, boolean outOfBand) throws IOException {
        int count = server.name().equals("QEMU") ? 500 : 3000;
        long[] nanos = new long[count];
        try (Peer peer = server.name().equals("floor")
                ? new Peer(server.socket())
                : Peer.negotiated(server.socket(), outOfBand)) {
            ByteBuffer request =
                    ByteBuffer.allocateDirect(256).put(VERSION.getBytes(UTF_8)).flip();
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                peer.send(request.duplicate());
                peer.lines(1);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return new double[] {nanos[0] / 1e3, nanos[count / 2] / 1e3, nanos[count * 99 / 100] / 1e3};
    }

    private static double pipelined(Server server, int inFlight, boolean outOfBand) throws IOException {
        return pipelined(server, VERSION, inFlight, outOfBand);
    }

    /** Keeps a number of requests in flight; returns requests a second. */
    private static double pipelined(Server server, String request, int inFlight, boolean outOfBand) throws IOException {
        int total = server.name().equals("QEMU") ? 2000 : 40_000;
        try (Peer peer = Peer.negotiated(server.socket(), outOfBand)) {
            ByteBuffer all = ByteBuffer.allocateDirect(inFlight * request.length());
            for (int i = 0; i < inFlight; i++) {
                all.put(request.getBytes(UTF_8));
            }
            all.flip();
            long start = System.nanoTime();
            peer.send(all.duplicate());
            int sent = inFlight;
            int answered = 0;
            while (answered < total) {
                int count = peer.lines(1);
                answered += count;
                int more = Math.min(count, total - sent);
                if (more > 0) {
                    peer.send(all.duplicate().limit(more * request.length()));
                    sent += more;
                }
            }
            return total / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** Compares 64 in flight with 8, in turn. */
    private static void deeper(String filter, Server server, int blocks) throws IOException {
        String name = "64 in flight, oob on, against 8 in flight";
        if (!name.contains(filter)) {
            return;
        }
        List<double[]> ratios = new ArrayList<>();
        for (int i = -2; i < blocks; i++) {
            double rate = pipelined(server, 64, true);
            double ratio = rate / pipelined(server, 8, true);
            if (i >= 0) {
                ratios.add(new double[] {ratio});
            }
        }
        System.out.printf("%-44s %12.2f%n", name, median(ratios, 0));
    }

    /**
     * Many clients of one device, each with eight requests in flight, beside a single one of the same device, and how fairly they are
     * served. One thread plays all clients: a thread for each would measure how the system schedules those.
     */
    private static void clients(String filter, Path directory, int blocks) throws Exception {
        String name = "32 clients, 8 in flight each, ";
        if (!name.contains(filter)) {
            return;
        }
        int count = 32;
        List<Server> servers = new ArrayList<>();
        try {
            servers.add(start(
                    "shared",
                    directory,
                    IMAGE,
                    "serve",
                    "-chardev",
                    "socket,id=c,path=%s,server=on,wait=off,max-clients=" + (count + 1),
                    "-mon",
                    "chardev=c,mode=control"));
            if (installed("cc")) {
                servers.add(start("many", directory, directory.resolve("echo").toString(), "%s", "many"));
            }
            for (Server server : servers) {
                List<double[]> figures = new ArrayList<>();
                for (int i = -2; i < blocks; i++) {
                    int[] one = answered(server, 1);
                    int[] each = answered(server, count);
                    double sum = Arrays.stream(each).sum();
                    double least = Arrays.stream(each).min().orElseThrow();
                    if (i >= 0) {
                        figures.add(new double[] {sum, sum / one[0], least * count / sum});
                    }
                }
                String whose = server.name().equals("many") ? " (floor)" : "";
                System.out.printf(
                        "%-44s %12.1f, %.2f times that of one client%n",
                        name + "requests/s" + whose, median(figures, 0), median(figures, 1));
                System.out.printf("%-44s %12.2f%n", name + "slowest / mean" + whose, median(figures, 2));
            }
        } finally {
            end(servers);
        }
    }

    /** Has clients keep eight requests in flight each, for a second; returns how many of each were answered. */
    private static int[] answered(Server server, int clients) throws IOException {
        int[] answered = new int[clients];
        ByteBuffer all = ByteBuffer.allocateDirect(8 * VERSION.length())
                .put(VERSION.repeat(8).getBytes(UTF_8))
                .flip();
        List<Peer> peers = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                Peer peer = server.name().equals("many")
                        ? new Peer(server.socket())
                        : Peer.negotiated(server.socket(), true);
                peers.add(peer);
                peer.channel.configureBlocking(false);
                peer.channel.register(selector, SelectionKey.OP_READ, i);
            }
            for (Peer peer : peers) {
                peer.send(all.duplicate());
            }
            long end = System.nanoTime() + 1_000_000_000L;
            while (System.nanoTime() < end) {
                selector.select(key -> {
                    int client = (int) key.attachment();
                    try {
                        int lines = peers.get(client).lines(1);
                        answered[client] += lines;
                        peers.get(client).send(all.duplicate().limit(lines * VERSION.length()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
        return answered;
    }

    /** Microseconds of processor time that the server spends on one request. */
    private static double processorTime(Server server, int inFlight) throws IOException {
        int total = server.name().equals("QEMU") ? 2000 : 40_000;
        boolean echo = server.name().equals("floor");
        ByteBuffer all = ByteBuffer.wrap(VERSION.repeat(inFlight).getBytes(UTF_8));
        try (Peer peer = echo ? new Peer(server.socket()) : Peer.negotiated(server.socket(), true)) {
            long before = processorNanos(server);
            for (int answered = 0; answered < total; answered += inFlight) {
                peer.send(all.duplicate());
                for (int lines = 0; lines < inFlight; ) {
                    lines += peer.lines(1);
                }
            }
            return (processorNanos(server) - before) / 1e3 / total;
        }
    }

    private static long processorNanos(Server server) throws IOException {
        long sum = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + server.process().pid() + "/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                sum += Long.parseLong(
                        Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }

    /** Bytes that a request allocates, by the garbage collections of a million requests after the first 200,000. */
    private static void allocation(String filter, Path directory, String what, String request) throws Exception {
        String name = "bytes allocated by a request" + what;
        if (!name.contains(filter)) {
            return;
        }
        Path log = directory.resolve("gc.log");
        Server server = start(
                "allocating" + what.length(),
                directory,
                "env",
                "QMP_JAVA_OPTS=-Xlog:gc:file=" + log + " -Xmn16m -Xmx64m",
                IMAGE,
                "serve",
                "-qmp",
                "unix:%s,server=on,wait=off");
        for (int i = 0; i < 5; i++) {
            pipelined(server, request, 8, true);
        }
        long begun = Files.size(log);
        int requests = 0;
        for (; requests < 1_000_000; requests += 40_000) {
            pipelined(server, request, 8, true);
        }
        server.process().destroy();
        server.process().waitFor();
        Matcher collection = Pattern.compile("(\\d+)M->(\\d+)M").matcher(Files.readString(log));
        long allocated = 0;
        long left = -1;
        while (collection.find()) {
            if (left >= 0 && collection.start() > begun) {
                allocated += Long.parseLong(collection.group(1)) - left;
            }
            left = Long.parseLong(collection.group(2));
        }
        System.out.printf("%-44s %12.0f%n", name, allocated * 1_048_576.0 / requests);
    }

    private static double schemaBytes(Server server) throws IOException {
        int count = server.name().equals("QEMU") ? 20 : 400;
        try (Peer peer = Peer.negotiated(server.socket(), false)) {
            peer.bytes = 0;
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                peer.send("{\"execute\":\"query-qmp-schema\"}\n");
                peer.lines(1);
            }
            return peer.bytes / 1e6 / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static double largeRequest(Server server) throws IOException {
        byte[] filler = new byte[1_000_000];
        Arrays.fill(filler, (byte) 'x');
        ByteBuffer request = ByteBuffer.allocateDirect(filler.length + 100)
                .put("{\"execute\":\"nosuch\",\"arguments\":{\"x\":\"".getBytes(UTF_8))
                .put(filler)
                .put("\"}}\n".getBytes(UTF_8))
                .flip();
        int count = server.name().equals("QEMU") ? 1 : 50;
        try (Peer peer = Peer.negotiated(server.socket(), false)) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                peer.send(request.duplicate());
                peer.lines(1);
            }
            return count * request.limit() / 1e6 / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static Server start(String name, Path directory, String... command) throws Exception {
        Path socket = directory.resolve(name + ".sock");
        List<String> arguments = new ArrayList<>();
        for (String argument : command) {
            arguments.add(argument.replace("%s", socket.toString()));
        }
        Process process = new ProcessBuilder(arguments).inheritIO().start();
        while (!listens(socket)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(arguments + " ended with status " + process.exitValue());
            }
            Thread.onSpinWait();
        }
        return new Server(name, socket, process);
    }

    private static boolean listens(Path socket) {
        try (Peer peer = new Peer(socket)) {
            return peer.channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
