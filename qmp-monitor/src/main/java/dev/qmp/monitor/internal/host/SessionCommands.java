package dev.qmp.monitor.internal.host;

import dev.qmp.chardev.PeerIdentity;
import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.session.MonitorSession;
import dev.qmp.monitor.rights.Role;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.Principal;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands about sessions. They run out of band too, so that they work while the dispatcher, or a proxy's server, is blocked.
 *
 * <p>Thread: immutable.
 */
public final class SessionCommands implements CommandProvider {
    /** Lists the sessions. */
    private static final String LIST = "x-query-sessions";
    /** Closes one. */
    private static final String CLOSE = "x-close-session";

    /** The names of the commands. */
    public static final Set<String> NAMES = Set.of(LIST, CLOSE);

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.text("sessions.json", """
                ##
                # @MonitorSessionInfo:
                #
                # A session.
                #
                # @id: the id of its device, by which it is closed
                #
                # @since: when it began
                #
                # @negotiated: whether it is in command mode
                #
                # @requests: how many requests it has sent
                #
                # @in-flight: how many of them are not answered; those out of band count in a proxy only
                #
                # @bytes-in: how many bytes it has sent
                #
                # @bytes-out: how many bytes were sent to it, with those that it has not read yet
                #
                # @events-dropped: how many events it did not get because its role does not have them; others are never dropped
                #
                # @user: the user of a unix socket's peer
                #
                # @group: the group of a unix socket's peer
                #
                # @tls-subject: the name in the peer's certificate
                #
                # @address: the address of a TCP peer
                #
                # @role: its role, if there is a policy
                #
                # Since: 0.2
                ##
                { 'struct': 'MonitorSessionInfo',
                  'data': { 'id': 'str', 'since': 'str', 'negotiated': 'bool', 'requests': 'int', 'in-flight': 'int',
                            'bytes-in': 'int', 'bytes-out': 'int', 'events-dropped': 'int',
                            '*user': 'str', '*group': 'str', '*tls-subject': 'str', '*address': 'str', '*role': 'str' } }

                ##
                # @x-query-sessions:
                #
                # The sessions of all monitors.
                #
                # Features:
                #
                # @unstable: This command may change.
                #
                # Returns: the sessions
                #
                # Since: 0.2
                ##
                { 'command': 'x-query-sessions', 'returns': [ 'MonitorSessionInfo' ], 'allow-oob': true,
                  'features': [ 'unstable' ] }

                ##
                # @x-close-session:
                #
                # Closes a session; what is under way for it is finished and dropped.
                #
                # @id: the id of its device
                #
                # Features:
                #
                # @unstable: This command may change.
                #
                # Since: 0.2
                ##
                { 'command': 'x-close-session', 'data': { 'id': 'str' }, 'allow-oob': true, 'features': [ 'unstable' ] }
                """);
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        MonitorRegistry monitors = context.service(MonitorRegistry.class).orElseThrow();
        commands.value(LIST, (request, arguments) -> list(monitors));
        commands.action(CLOSE, (request, arguments) -> {
            MonitorSession session = find(monitors, arguments.getString("id"));
            // One that closes itself gets its reply.
            request.afterReply(session::outputClosed);
        });
    }

    private static JsonArray list(MonitorRegistry monitors) {
        JsonArrayBuilder sessions = JsonValues.array();
        monitors.forEachSession(session -> sessions.add(describe(session)));
        return sessions.build();
    }

    private static MonitorSession find(MonitorRegistry monitors, String id) {
        MonitorSession[] found = new MonitorSession[1];
        monitors.forEachSession(session -> {
            if (session.label().equals(id)) {
                found[0] = session;
            }
        });
        if (found[0] == null) {
            throw new CommandException(new QmpError(ErrorClass.DEVICE_NOT_FOUND, "Session '" + id + "' not found"));
        }
        return found[0];
    }

    private static JsonObject describe(MonitorSession session) {
        JsonObjectBuilder info = JsonValues.object()
                .add("id", session.label())
                .add("since", Instant.ofEpochMilli(session.begunMillis()).toString())
                .add("negotiated", session.isNegotiated())
                .add("requests", session.requests())
                .add("in-flight", session.openRequests())
                .add("bytes-in", JsonValues.number(session.inputBytes()))
                .add("bytes-out", JsonValues.number(session.output().sent()))
                .add("events-dropped", JsonValues.number(session.withheldEvents()));
        PeerIdentity peer = session.peer();
        add(info, "user", name(peer.user()));
        add(info, "group", name(peer.group()));
        if (peer.pid() != 0) {
            info.add("pid", peer.pid());
        }
        add(info, "tls-subject", peer.subject());
        add(info, "address", peer.address());
        Role role = session.role();
        add(info, "role", role == null ? null : role.name());
        return info.build();
    }

    private static @Nullable String name(@Nullable Principal principal) {
        return principal == null ? null : principal.getName();
    }

    private static void add(JsonObjectBuilder info, String member, @Nullable String value) {
        if (value != null) {
            info.add(member, value);
        }
    }
}
