package dev.qmp.cli.schema;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.Judgement;
import dev.qmp.qapi.diff.Peer;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as JSON.
 *
 * <p>Thread: confined to one thread.
 */
final class DiffJson {
    private final DiffReport report;

    DiffJson(DiffReport report) {
        this.report = report;
    }

    JsonObject value() {
        JsonArrayBuilder changes = JsonValues.array();
        for (Change change : report.diff().changes()) {
            changes.add(change(change));
        }
        return JsonValues.object()
                .add("old", report.older().name())
                .add("new", report.newer().name())
                .add("breaking-for-clients", report.diff().breaking(Peer.CLIENT).size())
                .add("breaking-for-servers", report.diff().breaking(Peer.SERVER).size())
                .add("changes", changes)
                .build();
    }

    private JsonObject change(Change change) {
        JsonArrayBuilder also = JsonValues.array();
        change.alsoAt().forEach(path -> also.add(path.toString()));
        JsonObjectBuilder object = JsonValues.object()
                .add("kind", change.kind().word())
                .add("in", change.path().area().name().toLowerCase(Locale.ROOT))
                .add("name", change.path().name())
                .add("path", change.path().toString())
                .add("also-at", also)
                .add("subject", change.subject())
                .add("text", change.text())
                .add("unstable", change.isUnstable())
                .add("allowed", report.allowances().allows(change))
                .add("clients", judgement(change.clients()))
                .add("servers", judgement(change.servers()));
        place(object, "old", change.older());
        place(object, "new", change.newer());
        return object.build();
    }

    private static JsonObjectBuilder judgement(Judgement judgement) {
        return JsonValues.object().add("verdict", judgement.verdict().word()).add("reason", judgement.reason());
    }

    /** Adds the place of a declaration, if it has one. */
    private static void place(JsonObjectBuilder object, String key, @Nullable SchemaEntity entity) {
        if (entity != null && !entity.source().file().isEmpty()) {
            object.add(
                    key,
                    JsonValues.object()
                            .add("file", entity.source().file())
                            .add("line", entity.source().line()));
        }
    }
}
