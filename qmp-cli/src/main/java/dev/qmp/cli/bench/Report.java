package dev.qmp.cli.bench;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;

/** What was measured, in words and as JSON. */
final class Report {
    private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999, 0.9999};
    private static final String[] NAMES = {"p50", "p90", "p99", "p99.9", "p99.99"};

    private Report() {}

    /** Returns a report for a person to read. */
    static String text(Load load, List<Target> targets) {
        StringBuilder text = new StringBuilder();
        text.append(load.command()).append(load.outOfBand() ? ", out of band, " : ", ");
        text.append(load.inFlight()).append(" in flight, ");
        text.append(load.blocks()).append(" blocks\n");
        for (Target target : targets) {
            text.append('\n').append(one(target));
        }
        if (targets.size() == 2) {
            text.append('\n').append(comparison(targets.get(0), targets.get(1)));
        }
        return text.toString();
    }

    private static String one(Target target) {
        Histogram times = target.times();
        StringBuilder text = new StringBuilder(target.address().toString()).append('\n');
        text.append("  requests   ").append(times.total());
        text.append(String.format(Locale.ROOT, "%n  a second   %.0f (median of the blocks)%n", target.rate()));
        if (target.errors() > 0) {
            text.append("  errors     ")
                    .append(target.errors())
                    .append(", the first: ")
                    .append(target.firstError())
                    .append('\n');
        }
        text.append("\n  latency    ").append(Chart.time(times.min())).append("  min\n");
        for (int i = 0; i < SHARES.length; i++) {
            text.append("             ")
                    .append(Chart.time(times.percentile(SHARES[i])))
                    .append("  ")
                    .append(NAMES[i])
                    .append('\n');
        }
        text.append("             ").append(Chart.time(times.max())).append("  max\n");
        text.append("             ")
                .append(Chart.time(Math.round(times.mean())))
                .append("  mean\n\n");
        return text.append(Chart.of(times)).toString();
    }

    private static String comparison(Target a, Target b) {
        StringBuilder text = new StringBuilder("first / second\n");
        text.append(String.format(Locale.ROOT, "  a second   %.2f%n", a.rate() / b.rate()));
        for (int i = 0; i < SHARES.length; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-10s %.2f%n",
                    NAMES[i],
                    a.times().percentile(SHARES[i])
                            / (double) Math.max(1, b.times().percentile(SHARES[i]))));
        }
        return text.toString();
    }

    /** Returns a report for a program to read. */
    static JsonObject json(Load load, List<Target> targets) {
        JsonArrayBuilder servers = JsonValues.array();
        for (Target target : targets) {
            servers.add(json(target));
        }
        return JsonValues.object()
                .add("command", load.command())
                .add("out-of-band", load.outOfBand())
                .add("in-flight", load.inFlight())
                .add("blocks", load.blocks())
                .add("servers", servers)
                .build();
    }

    private static JsonObject json(Target target) {
        Histogram times = target.times();
        JsonObjectBuilder latency = JsonValues.object().add("min", times.min());
        for (int i = 0; i < SHARES.length; i++) {
            latency.add(NAMES[i], times.percentile(SHARES[i]));
        }
        latency.add("max", times.max()).add("mean", Math.round(times.mean()));
        JsonArrayBuilder rates = JsonValues.array();
        target.rates().forEach(rate -> rates.add(Math.round(rate)));
        return JsonValues.object()
                .add("address", target.address().toString())
                .add("requests", times.total())
                .add("errors", target.errors())
                .add("requests-per-second", Math.round(target.rate()))
                .add("requests-per-second-by-block", rates)
                .add("latency-ns", latency)
                .build();
    }
}
