package dev.qmp.monitor.rights;

import dev.qmp.chardev.PeerIdentity;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command that was run or refused, just before its reply leaves.
 *
 * <p>Thread: immutable.
 *
 * @param time when it was answered
 * @param monitor the id of the monitor's device
 * @param peer who asked
 * @param role the role of the session, null without a policy
 * @param command the command's name
 * @param outOfBand whether it was to be run out of band
 * @param arguments its arguments; those that are secret are replaced by {@code ***}
 * @param outcome {@code success}, {@code silence} if there is no reply, or the error's class
 */
public record AuditRecord(
        Instant time,
        String monitor,
        PeerIdentity peer,
        @Nullable String role,
        String command,
        boolean outOfBand,
        JsonObject arguments,
        String outcome) {

    /**
     * Returns the record as one object.
     *
     * @return the members that are known, in the order of the components; the user and group by name, the process, the subject and address of the peer
     */
    public JsonObject toJson() {
        JsonObjectBuilder json =
                JsonValues.object().add("time", time.toString()).add("monitor", monitor);
        add(json, "user", peer.user() == null ? null : peer.user().getName());
        add(json, "group", peer.group() == null ? null : peer.group().getName());
        if (peer.pid() != 0) {
            json.add("pid", peer.pid());
        }
        add(json, "tls-subject", peer.subject());
        add(json, "address", peer.address());
        add(json, "role", role);
        json.add("command", command);
        if (outOfBand) {
            json.add("oob", true);
        }
        return json.add("arguments", arguments).add("outcome", outcome).build();
    }

    private static void add(JsonObjectBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.add(name, value);
        }
    }
}
