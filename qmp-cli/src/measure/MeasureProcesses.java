import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures whole processes of the image, in turn with a program that prints one word in the image's own Java: medians of elapsed and of
 * processor time, and ratios.
 *
 * <p>Run from the project's directory after the build: {@code java qmp-cli/src/measure/MeasureProcesses.java [RUNS]}. The lines about a
 * large schema need QEMU's.
 */
public final class MeasureProcesses {
    private static final String IMAGE = "qmp-cli/target/qmp/bin/";
    private static final Path SCHEMA = Path.of("../shared/qemu/10.1/qapi/qapi-schema.json");

    private MeasureProcesses() {}

    /** The elapsed and the processor time of one run, in milliseconds. */
    private record Times(double elapsed, double processor) {}

    /**
     * Measures.
     *
     * @param args how many counted runs of each, 20 by default
     * @throws Exception if a command cannot be run or fails
     */
    public static void main(String[] args) throws Exception {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        Path directory = Files.createTempDirectory("qmp");
        Path socket = directory.resolve("s");
        Path classes = Files.createDirectory(directory.resolve("classes"));
        Path hello = Files.writeString(
                directory.resolve("Hello.java"),
                "class Hello { public static void main(String[] args) { System.out.println(\"hello\"); } }");
        run(List.of("javac", "--release", "17", "-d", classes.toString(), hello.toString()));
        Path small = Files.writeString(directory.resolve("small.json"), "{ 'command': 'ping' }\n");
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put(
                "hello",
                List.of(
                        IMAGE + "java",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        "Hello"));
        commands.put("serve, to its greeting", List.of());
        commands.put("serve </dev/null", List.of(IMAGE + "qmp", "serve"));
        commands.put("exec query-name", List.of(IMAGE + "qmp", "exec", socket.toString(), "query-name"));
        commands.put("events --help", List.of(IMAGE + "qmp", "events", "--help"));
        commands.put("ls", List.of(IMAGE + "qmp", "ls", socket.toString()));
        commands.put("json </dev/null", List.of(IMAGE + "qmp", "json"));
        commands.put(
                "schema check, one command",
                List.of(IMAGE + "qmp", "schema", "check", "--docs", "off", small.toString()));
        if (Files.exists(SCHEMA)) {
            commands.put("schema check of 10.1", List.of(IMAGE + "qmp", "schema", "check", SCHEMA.toString()));
            commands.put(
                    "schema introspect of 10.1", List.of(IMAGE + "qmp", "schema", "introspect", SCHEMA.toString()));
            Path pages = directory.resolve("doc");
            commands.put(
                    "schema doc of 10.1",
                    List.of(IMAGE + "qmp", "schema", "doc", SCHEMA.toString(), "-o", pages.toString()));
            commands.put(
                    "schema generate of 10.1",
                    List.of(
                            IMAGE + "qmp",
                            "schema",
                            "generate",
                            SCHEMA.toString(),
                            "--lang",
                            "java",
                            "--package",
                            "p",
                            "-o",
                            directory.resolve("java").toString()));
        }
        Process server = new ProcessBuilder(
                        IMAGE + "qmp", "serve", "--quiet", "-qmp", "unix:" + socket + ",server=on,wait=off")
                .inheritIO()
                .start();
        try {
            while (!Files.exists(socket)) {
                Thread.onSpinWait();
            }
            Map<String, List<Times>> figures = new LinkedHashMap<>();
            for (int i = -2; i < runs; i++) {
                for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                    Times times = command.getValue().isEmpty() ? toGreeting() : run(command.getValue());
                    if (i >= 0) {
                        figures.computeIfAbsent(command.getKey(), key -> new ArrayList<>())
                                .add(times);
                    }
                }
            }
            System.out.printf(
                    "medians of %d runs, in turn%n%-28s %12s %12s %12s%n",
                    runs, "", "elapsed, ms", "/ hello", "cpu, ms");
            double floor = median(figures.get("hello"))[0];
            figures.forEach((name, times) -> {
                double[] medians = median(times);
                System.out.printf("%-28s %12.1f %12.2f %12.1f%n", name, medians[0], medians[0] / floor, medians[1]);
            });
        } finally {
            server.destroy();
            server.waitFor();
            remove(directory);
        }
    }

    private static void remove(Path directory) throws Exception {
        new ProcessBuilder("rm", "-rf", directory.toString()).start().waitFor();
    }

    private static double[] median(List<Times> times) {
        double[] elapsed = times.stream().mapToDouble(Times::elapsed).sorted().toArray();
        double[] processor =
                times.stream().mapToDouble(Times::processor).sorted().toArray();
        return new double[] {elapsed[elapsed.length / 2], processor[processor.length / 2]};
    }

    /** Runs a command without input to its end. */
    private static Times run(List<String> command) throws Exception {
        long before = childrenTicks();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // warnings about the schema
                .start();
        int status = process.waitFor();
        double elapsed = (System.nanoTime() - start) / 1e6;
        if (status != 0) {
            throw new IllegalStateException(command + " ended with status " + status);
        }
        return new Times(elapsed, (childrenTicks() - before) * 10.0);
    }

    /** Starts a server, reads its greeting and ends it. */
    private static Times toGreeting() throws Exception {
        long before = childrenTicks();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(IMAGE + "qmp", "serve").start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()));
        String greeting = out.readLine();
        double elapsed = (System.nanoTime() - start) / 1e6;
        if (greeting == null) {
            throw new IllegalStateException("no greeting");
        }
        process.getOutputStream().close();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the server does not end");
        }
        return new Times(elapsed, (childrenTicks() - before) * 10.0);
    }

    /** Processor time of children that have ended, in hundredths of a second. */
    private static long childrenTicks() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("/proc/self/stat"))) {
            String text = new String(in.readAllBytes());
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(fields, 13, 15).mapToLong(Long::parseLong).sum();
        }
    }
}
