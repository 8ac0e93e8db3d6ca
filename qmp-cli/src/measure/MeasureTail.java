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
import java.util.List;

/**
 * Sends requests at a steady rate and prints percentiles of the time from when each was due to its reply, so that a pause of the server
 * counts for every request that it delays. Prints the resident memory before, after a million requests and at the end.
 *
 * <p>Run from the project's directory after the build: {@code java qmp-cli/src/measure/MeasureTail.java [SECONDS [RATE [HEAP]]]}; five
 * minutes, 20,000 requests a second and 64m by default. The heap {@code default} is the launcher's.
 */
public final class MeasureTail {
    private static final byte[] REQUEST = "{\"execute\":\"query-version\",\"id\":1}\n".getBytes(UTF_8);

    private MeasureTail() {}

    /**
     * Measures.
     *
     * @param args seconds, requests a second, and the heap
     * @throws Exception if the server cannot be started or misbehaves
     */
    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        int rate = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        String heap = args.length > 2 ? args[2] : "64m";
        Path directory = Files.createTempDirectory("qmp");
        Path socket = directory.resolve("s");
        Path log = directory.resolve("gc.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "qmp-cli/target/qmp/bin/qmp",
                        "serve",
                        "--quiet",
                        "-qmp",
                        "unix:" + socket + ",server=on,wait=off")
                .inheritIO();
        builder.environment()
                .put("QMP_JAVA_OPTS", "-Xlog:gc:file=" + log + (heap.equals("default") ? "" : " -Xmx" + heap));
        Process server = builder.start();
        try (SocketChannel channel = connect(socket)) {
            ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
            lines(channel, in);
            channel.write(ByteBuffer.wrap("{\"execute\":\"qmp_capabilities\"}\n".getBytes(UTF_8)));
            lines(channel, in);
            System.out.printf("%-40s %10.1f%n", "resident after negotiation, MB", resident(server));
            int warmUp = rate * 10;
            run(channel, in, warmUp, rate);
            int count = rate * seconds;
            int toMillion = Math.min(count, Math.max(0, 1_000_000 - warmUp));
            long[] nanos = new long[count];
            System.arraycopy(run(channel, in, toMillion, rate), 0, nanos, 0, toMillion);
            System.out.printf(
                    "%-40s %10.1f%n", "resident after " + (warmUp + toMillion) + " requests, MB", resident(server));
            System.arraycopy(run(channel, in, count - toMillion, rate), 0, nanos, toMillion, count - toMillion);
            System.out.printf("%-40s %10.1f%n", "resident after all, MB", resident(server));
            Arrays.sort(nanos);
            for (double percent : new double[] {50, 99, 99.9, 99.99, 100}) {
                int index = Math.min(count - 1, (int) (count * percent / 100));
                System.out.printf("%-40s %10.1f%n", "p" + percent + ", us", nanos[index] / 1e3);
            }
            System.out.printf(
                    "%-40s %10.1f%n", "p99.9 / p50", nanos[(int) (count * 0.999)] / (double) nanos[count / 2]);
        } finally {
            server.destroy();
            server.waitFor();
        }
        List<String> collections = Files.readAllLines(log);
        remove(directory);
        List<Double> pauses = new ArrayList<>();
        for (String line : collections) {
            if (line.contains("Pause") && line.endsWith("ms")) {
                pauses.add(Double.parseDouble(line.replaceAll(".* ([0-9.]+)ms", "$1")));
            }
        }
        System.out.printf("%-40s %10d%n", "garbage collections", pauses.size());
        System.out.printf(
                "%-40s %10.1f%n",
                "longest pause of one, ms",
                pauses.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }

    /** Sends so many requests, each when it is due; returns the time from then to its reply, in nanoseconds. */
    private static long[] run(SocketChannel channel, ByteBuffer in, int count, int rate) throws IOException {
        long[] nanos = new long[count];
        ByteBuffer requests = ByteBuffer.allocateDirect(256 * REQUEST.length);
        for (int i = 0; i < 256; i++) {
            requests.put(REQUEST);
        }
        requests.flip();
        channel.configureBlocking(false);
        long start = System.nanoTime();
        int sent = 0;
        int answered = 0;
        while (answered < count) {
            long now = System.nanoTime();
            int due = (int) Math.min(count, (now - start) * rate / 1_000_000_000L + 1);
            // At most 128 are under way; the rest waits here, and its time runs.
            int more = Math.min(due - sent, 128 - (sent - answered));
            if (more > 0) {
                ByteBuffer batch = requests.duplicate().limit(more * REQUEST.length);
                while (batch.hasRemaining()) {
                    channel.write(batch);
                }
                sent += more;
            }
            in.clear();
            int read = answered < sent ? channel.read(in) : 0;
            if (read < 0) {
                throw new IOException("the server closed the connection");
            }
            now = System.nanoTime();
            for (int i = 0; i < read; i++) {
                if (in.get(i) == '\n') {
                    nanos[answered] = now - (start + answered * 1_000_000_000L / rate);
                    answered++;
                }
            }
            if (read == 0) {
                Thread.yield();
            }
        }
        channel.configureBlocking(true);
        return nanos;
    }

    private static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        while (true) {
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (IOException e) {
                channel.close();
                channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Thread.onSpinWait();
            }
        }
    }

    /** Reads to the end of a line. */
    private static void lines(SocketChannel channel, ByteBuffer in) throws IOException {
        do {
            in.clear();
            if (channel.read(in) < 0) {
                throw new IOException("the server closed the connection");
            }
        } while (in.get(in.position() - 1) != '\n');
    }

    private static void remove(Path directory) throws Exception {
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }

    private static double resident(Process server) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D+", "")) * 1024 / 1e6;
            }
        }
        throw new IOException("no VmRSS");
    }
}
