package dev.qmp.cli.schema;

import dev.qmp.qapi.diff.Allowances;
import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import dev.qmp.qapi.diff.SchemaPath;
import dev.qmp.qapi.diff.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found, as all forms of its report need it.
 *
 * @param older the older schema
 * @param newer the newer schema
 * @param diff the changes
 * @param side whom breaking changes are counted for
 * @param allowances what is allowed
 */
record DiffReport(DiffInput older, DiffInput newer, SchemaDiff diff, Peer side, Allowances allowances) {
    /** Returns the changes that break the side and are not allowed. */
    List<Change> broken() {
        return diff.breaking(side).stream()
                .filter(change -> !allowances.allows(change))
                .toList();
    }

    /** Returns the changes by what they are in: commands, events, types, and in these by name. */
    Map<SchemaPath.Area, Map<String, List<Change>>> groups() {
        Map<SchemaPath.Area, Map<String, List<Change>>> groups = new EnumMap<>(SchemaPath.Area.class);
        for (Change change : diff.changes()) {
            groups.computeIfAbsent(change.path().area(), none -> new LinkedHashMap<>())
                    .computeIfAbsent(change.path().name(), none -> new ArrayList<>())
                    .add(change);
        }
        return groups;
    }

    static String title(SchemaPath.Area area) {
        return switch (area) {
            case COMMAND -> "Commands";
            case EVENT -> "Events";
            case TYPE -> "Types";
        };
    }

    /** Returns the two places of a change, one if it came or went. */
    String places(Change change) {
        String before = older.place(change.older());
        String after = newer.place(change.newer());
        return change.older() == null ? after : change.newer() == null ? before : before + " -> " + after;
    }

    /** Sums everything up in one line. */
    String summary() {
        int count = diff.changes().size();
        if (count == 0) {
            return "no changes";
        }
        long deprecated = diff.changes().stream()
                .filter(change -> change.clients().verdict() == Verdict.DEPRECATED)
                .count();
        int allowed = diff.breaking(side).size() - broken().size();
        return count + (count == 1 ? " change: " : " changes: ")
                + diff.breaking(Peer.CLIENT).size() + " breaking for clients, "
                + diff.breaking(Peer.SERVER).size() + " for servers, " + deprecated + " newly deprecated or unstable"
                + (allowed == 0 ? "" : "; " + allowed + " allowed");
    }
}
