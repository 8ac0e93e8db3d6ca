package dev.qmp.json.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks, the libraries in turn and several rounds, and prints a Markdown table with ratios to Jackson and to Fastjson 2: of
 * speed (more is better) and of allocated bytes (less is better), medians of the rounds. Arguments: rounds, then libraries to take
 * beside these two.
 */
public final class Table {
    private static final List<String> REFERENCES = List.of("jackson", "fastjson2");
    private static final List<String> PARSERS = List.of(
            "qmp-json", "qmp-json 1500", "jackson non-blocking", "jackson non-blocking 1500", "parsson", "gson");
    private static final List<String> WRITERS = List.of("qmp-json", "parsson", "gson");

    private record Measured(double nanoseconds, double bytes) {}

    private Table() {}

    /** Runs. */
    public static void main(String[] args) throws RunnerException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        List<String> only = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        StringBuilder table = new StringBuilder();
        table.append(LocalDate.now())
                .append(", Java ")
                .append(System.getProperty("java.version"))
                .append(", ");
        table.append(System.getProperty("os.arch"))
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors());
        table.append(" processors, ").append(rounds).append(" rounds\n\n");
        for (String operation : List.of("parse", "write")) {
            List<String> libraries = new ArrayList<>(REFERENCES);
            for (String library : operation.equals("parse") ? PARSERS : WRITERS) {
                if (only.isEmpty() || only.contains(library)) {
                    libraries.add(library);
                }
            }
            table.append("| ")
                    .append(operation)
                    .append(
                            " | library | ns a message | MB/s | x Jackson | x Fastjson | bytes a message | x Jackson | x Fastjson |\n");
            table.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
            for (String document : List.of("requests", "introspection", "mix", "mix without doubles")) {
                lines(operation, document, libraries, rounds, table);
            }
            table.append('\n');
        }
        System.out.println(table);
    }

    private static void lines(
            String operation, String document, List<String> libraries, int rounds, StringBuilder table)
            throws RunnerException {
        double length = Documents.of(document).stream()
                .mapToInt(m -> m.length)
                .average()
                .orElseThrow();
        List<List<Measured>> all = new ArrayList<>();
        libraries.forEach(l -> all.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < libraries.size(); i++) {
                all.get(i).add(measure(operation, document, libraries.get(i)));
            }
        }
        for (int i = 0; i < libraries.size(); i++) {
            double ns = median(all.get(i), true);
            double b = median(all.get(i), false);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.0f | %.2f | %.2f | %.0f | %.2f | %.2f |%n",
                    document,
                    libraries.get(i),
                    ns,
                    length * 1000 / ns,
                    median(all.get(0), true) / ns,
                    median(all.get(1), true) / ns,
                    b,
                    b / median(all.get(0), false),
                    b / median(all.get(1), false)));
        }
    }

    private static double median(List<Measured> measured, boolean time) {
        double[] sorted = measured.stream()
                .mapToDouble(m -> time ? m.nanoseconds : m.bytes)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static Measured measure(String operation, String document, String library) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("JsonBench." + operation + "$")
                        .param("document", document)
                        .param("library", library)
                        .forks(1)
                        .warmupIterations(4)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(4)
                        .measurementTime(TimeValue.milliseconds(500))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC")
                        .shouldFailOnError(true)
                        .build())
                .run();
        RunResult result = results.iterator().next();
        Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return new Measured(result.getPrimaryResult().getScore(), allocated.getScore());
    }
}
