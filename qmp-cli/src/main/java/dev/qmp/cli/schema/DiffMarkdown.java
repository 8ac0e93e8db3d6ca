package dev.qmp.cli.schema;

import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.Judgement;
import dev.qmp.qapi.diff.Verdict;
import java.util.List;

/**
 * A comparison as Markdown.
 *
 * <p>Thread: confined to one thread.
 */
final class DiffMarkdown {
    private final DiffReport report;
    private final StringBuilder out = new StringBuilder();

    DiffMarkdown(DiffReport report) {
        this.report = report;
    }

    String text() {
        out.append("# From ").append(escaped(report.older().name())).append(" to ");
        out.append(escaped(report.newer().name()))
                .append("\n\n")
                .append(report.summary())
                .append(".\n");
        report.groups().forEach((area, groups) -> {
            out.append("\n## ").append(DiffReport.title(area)).append('\n');
            groups.forEach(this::group);
        });
        return out.toString();
    }

    private void group(String name, List<Change> changes) {
        out.append("\n### ").append(code(name)).append("\n\n");
        out.append("| where | what | clients | servers | declared at |\n|---|---|---|---|---|\n");
        for (Change change : changes) {
            String below = change.path().below();
            out.append("| ").append(below.isEmpty() ? "" : code(below));
            out.append(" | ").append(escaped(change.text()));
            out.append(report.allowances().allows(change) ? ", allowed" : "");
            if (!change.alsoAt().isEmpty()) {
                out.append("; also at ").append(code(change.alsoAt().get(0).toString()));
                int more = change.alsoAt().size() - 1;
                out.append(more == 0 ? "" : " and " + more + " more");
            }
            out.append(" | ").append(judgement(change.clients()));
            out.append(" | ").append(judgement(change.servers()));
            out.append(" | ").append(escaped(report.places(change))).append(" |\n");
        }
    }

    private static String judgement(Judgement judgement) {
        String word = judgement.verdict().word();
        return (judgement.verdict() == Verdict.COMPATIBLE ? word : "**" + word + "**") + ": "
                + escaped(judgement.reason());
    }

    private static String code(String text) {
        return '`' + text.replace("|", "\\|") + '`';
    }

    private static String escaped(String text) {
        return text.replaceAll("([\\\\|*_`<\\[\\]])", "\\\\$1");
    }
}
