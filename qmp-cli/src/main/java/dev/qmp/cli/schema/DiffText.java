package dev.qmp.cli.schema;

import dev.qmp.cli.usage.Printable;
import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.Judgement;
import dev.qmp.qapi.diff.SchemaPath;
import java.util.List;

/**
 * A comparison for a terminal.
 *
 * <p>Thread: confined to one thread.
 */
final class DiffText {
    private static final int FEW = 3;

    private final DiffReport report;
    private final boolean colours;
    private final StringBuilder out = new StringBuilder();

    DiffText(DiffReport report, boolean colours) {
        this.report = report;
        this.colours = colours;
    }

    String text() {
        report.groups().forEach((area, groups) -> {
            out.append(painted("1", DiffReport.title(area))).append("\n\n");
            groups.forEach((name, changes) -> changes.forEach(this::change));
            out.append('\n');
        });
        return out.append(report.summary()).append('\n').toString();
    }

    private void change(Change change) {
        out.append(painted("1", change.path().toString())).append(": ").append(Printable.line(change.text()));
        if (report.allowances().allows(change)) {
            out.append(", allowed");
        }
        out.append('\n');
        if (change.path().area() != SchemaPath.Area.TYPE) {
            judgement("clients", change.clients());
            judgement("servers", change.servers());
        }
        out.append("    at ").append(Printable.line(report.places(change))).append('\n');
        also(change.alsoAt());
    }

    private void judgement(String side, Judgement judgement) {
        String colour =
                switch (judgement.verdict()) {
                    case BREAKING -> "31";
                    case DEPRECATED -> "33";
                    case COMPATIBLE -> "32";
                };
        out.append("    ")
                .append(side)
                .append(": ")
                .append(painted(colour, judgement.verdict().word()));
        out.append(", ").append(Printable.line(judgement.reason())).append('\n');
    }

    private void also(List<SchemaPath> paths) {
        if (paths.isEmpty()) {
            return;
        }
        out.append("    also ");
        for (int i = 0; i < Math.min(FEW, paths.size()); i++) {
            out.append(i == 0 ? "" : ", ").append(Printable.line(paths.get(i).toString()));
        }
        out.append(paths.size() > FEW ? " and " + (paths.size() - FEW) + " more" : "")
                .append('\n');
    }

    private String painted(String colour, String text) {
        String visible = Printable.line(text);
        return colours ? "\u001B[" + colour + "m" + visible + "\u001B[m" : visible;
    }
}
