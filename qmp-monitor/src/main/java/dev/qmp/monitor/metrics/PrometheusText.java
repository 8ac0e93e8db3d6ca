package dev.qmp.monitor.metrics;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Writes figures as Prometheus reads them, text format 0.0.4. Thread: stateless. */
public final class PrometheusText {
    /** The type of the text for HTTP. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder();

    private PrometheusText() {}

    /**
     * Writes figures.
     *
     * @param servers by the value of the label {@code upstream}, which an empty name leaves out
     * @return the text
     */
    public static String of(Map<String, Metrics> servers) {
        PrometheusText text = new PrometheusText();
        Map<String, Metrics> sorted = new TreeMap<>(servers);
        text.family(
                "qmp_sessions",
                "gauge",
                "Sessions that there are.",
                sorted,
                (labels, metrics) -> text.sample("qmp_sessions", labels, metrics.sessionsNow()));
        text.family(
                "qmp_sessions_total",
                "counter",
                "Sessions that have begun.",
                sorted,
                (labels, metrics) -> text.sample("qmp_sessions_total", labels, metrics.sessionsBegun()));
        text.family(
                "qmp_upstream_connected",
                "gauge",
                "Whether the proxy's server is connected.",
                sorted,
                (labels, metrics) -> {
                    if (metrics.isProxied()) {
                        text.sample("qmp_upstream_connected", labels, metrics.isConnected() ? 1 : 0);
                    }
                });
        text.family(
                "qmp_request_errors_total",
                "counter",
                "Requests answered with an error.",
                sorted,
                (labels, metrics) -> new TreeMap<>(metrics.commands())
                        .forEach((command, figures) -> text.sample(
                                "qmp_request_errors_total", command(labels, command), figures.errors.sum())));
        text.family(
                "qmp_request_duration_seconds",
                "histogram",
                "Times from request to reply; those of unknown commands have no name.",
                sorted,
                (labels, metrics) -> new TreeMap<>(metrics.commands())
                        .forEach((command, figures) -> text.histogram(command(labels, command), figures)));
        return text.out.toString();
    }

    private void family(
            String name, String type, String help, Map<String, Metrics> servers, BiConsumer<String, Metrics> samples) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        servers.forEach((server, metrics) ->
                samples.accept(server.isEmpty() ? "" : "upstream=\"" + escaped(server) + "\"", metrics));
    }

    private void histogram(String labels, Metrics.CommandFigures figures) {
        String name = "qmp_request_duration_seconds";
        long count = 0;
        for (int i = 0; i < figures.buckets.length; i++) {
            count += figures.buckets[i].sum();
            String bound = i < Metrics.BOUNDS.length ? seconds(Metrics.BOUNDS[i]) : "+Inf";
            sample(name + "_bucket", labels + ",le=\"" + bound + "\"", count);
        }
        out.append(name)
                .append("_sum{")
                .append(labels)
                .append("} ")
                .append(seconds(figures.nanos.sum()))
                .append('\n');
        sample(name + "_count", labels, count);
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    private static String command(String labels, String command) {
        return (labels.isEmpty() ? "" : labels + ",") + "command=\"" + escaped(command) + "\"";
    }

    private void sample(String name, String labels, long value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
