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
 * The result of a comparison, as all report formats need it.
 *
 * @param older the older schema
 * @param newer the newer schema
 * @param diff the changes
 * @param side the side whose breaking changes count
 * @param allowances the changes that are allowed
 */
record DiffReport(DiffInput older, DiffInput newer, SchemaDiff diff, Peer side, Allowances allowances) {
    /** Returns the changes that break the side and are not allowed. */
    List<Change> broken() {
        return diff.breaking(side).stream()
                .filter(change -> !allowances.allows(change))
                .toList();
    }

    /** Returns the changes grouped by area, and in it by the name of the command, event or type. */
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

    /** Returns the places of a change in both schemas, or in the one that has the declaration. */
    String places(Change change) {
        String before = older.place(change.older());
        String after = newer.place(change.newer());
        return change.older() == null ? after : change.newer() == null ? before : before + " -> " + after;
    }

    /** Returns a summary in one line. */
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
