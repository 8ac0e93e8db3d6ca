import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the image's start to greeting and its resident memory after it, in turn with QEMU's where that is installed, and
 * its size on disk.
 *
 * <p>Run from the project's directory after the build: {@code java qmp-cli/src/measure/MeasureStart.java [RUNS]}
 */
public final class MeasureStart {
    private static final Path IMAGE = Path.of("qmp-cli/target/qmp");
    private static final List<String> OURS = List.of(IMAGE.resolve("bin/qmp").toString(), "serve");
    private static final List<String> QEMU =
            List.of("qemu-system-x86_64", "-M", "none", "-nodefaults", "-display", "none", "-qmp", "stdio");

    private MeasureStart() {}

    /** One command's figures. */
    private static final class Figures {
        private final List<Double> millis = new ArrayList<>();
        private final List<Double> megabytes = new ArrayList<>();

        private double time() {
            return median(millis);
        }

        private double memory() {
            return median(megabytes);
        }
    }

    /**
     * Measures.
     *
     * @param args how many counted runs of each, 20 by default
     * @throws Exception if a command cannot be run
     */
    public static void main(String[] args) throws Exception {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        boolean peer = installed(QEMU.get(0));
        Figures ours = new Figures();
        Figures qemu = new Figures();
        for (int i = -2; i < runs; i++) {
            measure(OURS, i < 0 ? new Figures() : ours);
            if (peer) {
                measure(QEMU, i < 0 ? new Figures() : qemu);
            }
        }
        System.out.printf("medians of %d runs, in turn%n", runs);
        System.out.printf("%-28s %10s %10s %8s%n", "", "qmp", "QEMU", "ratio");
        row("start to greeting, ms", ours.time(), peer ? qemu.time() : Double.NaN);
        row("resident after it, MB", ours.memory(), peer ? qemu.memory() : Double.NaN);
        System.out.printf("%-28s %10.1f%n", "image on disk, MB", size(IMAGE) / 1e6);
        if (!peer) {
            System.out.println("qemu-system-x86_64 is not installed: nothing to compare with");
        }
    }

    private static void row(String what, double ours, double qemu) {
        System.out.printf("%-28s %10.1f %10.1f %8.2f%n", what, ours, qemu, ours / qemu);
    }

    private static void measure(List<String> command, Figures figures) throws Exception {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String greeting = out.readLine();
        double millis = (System.nanoTime() - start) / 1e6;
        if (greeting == null || !greeting.startsWith("{\"QMP\"")) {
            throw new IllegalStateException(command + " gave no greeting but " + greeting);
        }
        figures.millis.add(millis);
        figures.megabytes.add(residentMegabytes(process.pid()));
        process.getOutputStream().write("{\"execute\":\"qmp_capabilities\"}{\"execute\":\"quit\"}".getBytes(UTF_8));
        process.getOutputStream().close();
        while (out.readLine() != null) {
            // To the end.
        }
        process.waitFor();
    }

    private static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D+", "")) * 1024 / 1e6;
            }
        }
        throw new IllegalStateException("no VmRSS for " + pid);
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, new FileVisitOption[0])) {
            long total = 0;
            for (Path file : (Iterable<Path>) files::iterator) {
                total += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
            return total;
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
