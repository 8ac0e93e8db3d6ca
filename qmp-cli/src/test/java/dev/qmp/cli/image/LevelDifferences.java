package dev.qmp.cli.image;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;

/** Where QEMU 7.2, whose replies the image gives, and the installed QEMU differ, if that is a newer one. Thread: stateless. */
final class LevelDifferences {
    /** Requests on multiplexers: since 9.2 a refused exchange has another text, and what nobody uses can be removed. */
    private static final Set<String> REQUESTS = Set.of(
            "'execute':'chardev-change','arguments':{'id':'mux','backend':{'type':'null','data':{}}}",
            "'execute':'chardev-change','arguments':{'id':'f','backend':{'type':'null','data':{}}}",
            "'execute':'chardev-remove','arguments':{'id':'mux'}",
            "'execute':'chardev-remove','arguments':{'id':'n'}",
            "'execute':'chardev-remove','arguments':{'id':'f'}");

    /** Commands on migration: since 8.2 an address can be given as channels, and refusals have other texts. */
    private static final Set<String> COMMANDS = Set.of("migrate-incoming", "migrate-pause");

    /** A member of query-status, removed in 9.0. */
    private static final String SINGLE_STEP = "singlestep";

    /** A value of query-migrate's status which an incoming migration has since 8.2. */
    private static final String SETUP = "setup";

    private LevelDifferences() {}

    /** Tells whether the replies to a request differ, so that they cannot be compared. */
    static boolean concern(String request) {
        return RunningQemu.isNewer()
                && (REQUESTS.contains(request) || COMMANDS.stream().anyMatch(request::contains));
    }

    /** What of a reply is the same: all of it where QEMU 7.2 is installed. */
    static JsonObject common(JsonObject reply) {
        if (!RunningQemu.isNewer() || !(reply.get("return") instanceof JsonObject result)) {
            return reply;
        }
        JsonObjectBuilder common = JsonValues.object();
        result.forEach((name, value) -> {
            if (!name.equals(SINGLE_STEP) && !isSetup(value)) {
                common.add(name, value);
            }
        });
        JsonObjectBuilder all = JsonValues.object();
        reply.forEach((name, value) -> all.add(name, name.equals("return") ? common.build() : value));
        return all.build();
    }

    private static boolean isSetup(JsonValue value) {
        return value instanceof JsonString text && text.getString().equals(SETUP);
    }
}
