package dev.qmp.monitor.testing;

import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.json.JsonLimits;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.journal.JournalEntry;
import dev.qmp.monitor.journal.Verification;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * A QMP server that answers from a script, for tests of clients: in this process, on a socket of its own.
 *
 * <pre>{@code
 * try (QmpStandIn server = QmpStandIn.ofSchema(Path.of("qapi-schema.json"))
 *         .reply("stop", answer().returns("{}").event("STOP", "{}"))
 *         .start()) {
 *     MyClient client = new MyClient(server.socket());
 *     client.pause();
 *     server.verify("stop");
 * }
 * }</pre>
 *
 * <p>Commands without an answer are checked against the schema and answered with an error. Texts of JSON are in the dialect of QMP: strings
 * may have single quotes. In tests with JUnit, {@link QmpStandInExtension} starts and ends it.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class QmpStandIn implements AutoCloseable {
    private final StandInServer.Plan plan;
    private final StandInPlace place;
    private final ReceivedRequests requests = new ReceivedRequests(this::received);
    private volatile StandInServer server;

    QmpStandIn(StandInServer.Plan first, boolean tcp) {
        place = new StandInPlace(tcp);
        try {
            server = new StandInServer(first, place.device());
        } catch (Throwable e) {
            place.remove();
            throw e;
        }
        plan = first.withSchema(server.schema());
        place.listensAs(server.device());
    }

    /**
     * Describes a stand-in with the commands of a QAPI schema.
     *
     * @param schema the file; with what it includes it declares {@code qmp_capabilities}, as QEMU's does
     * @return a builder
     */
    public static QmpStandInBuilder ofSchema(Path schema) {
        return new QmpStandInBuilder(table -> table.replaceSchema(SchemaSource.file(schema)));
    }

    /**
     * Describes a stand-in with the commands of a QAPI schema and those of the protocol itself, such as {@code query-version}.
     *
     * @param schema the schema, which need not declare {@code qmp_capabilities}
     * @return a builder
     */
    public static QmpStandInBuilder withProtocol(SchemaSource schema) {
        return new QmpStandInBuilder(table -> table.addSchema(schema));
    }

    /**
     * Describes a stand-in with what a server described.
     *
     * @param introspection what {@code query-qmp-schema} returned, or the whole reply
     * @return a builder
     * @throws dev.qmp.qapi.SchemaException if it is something else
     */
    public static QmpStandInBuilder ofIntrospection(JsonValue introspection) {
        Schema schema = Introspection.toSchema(introspection);
        return new QmpStandInBuilder(table -> table.replaceSchema(schema));
    }

    /**
     * Describes a stand-in with what a server described.
     *
     * @param introspection a file with what {@code query-qmp-schema} returned, or the whole reply
     * @return a builder
     * @throws UncheckedIOException if it cannot be read
     * @throws dev.qmp.json.JsonParseException if it is not JSON
     * @throws dev.qmp.qapi.SchemaException if it is something else
     */
    public static QmpStandInBuilder ofIntrospection(Path introspection) {
        return ofIntrospection(JsonText.parse(QmpStandInBuilder.read(introspection), JsonLimits.DEFAULT));
    }

    /**
     * Describes a stand-in with the commands of a running server, which is asked for them now.
     *
     * @param server the server's address, as {@link QmpAddress#parse} takes it
     * @return a builder
     * @throws UncheckedIOException if the server cannot be asked
     */
    public static QmpStandInBuilder ofServer(String server) {
        try (QmpClient client = QmpClient.connect(QmpAddress.parse(server))) {
            return ofIntrospection(client.execute("query-qmp-schema").join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CompletionException e) {
            throw new UncheckedIOException(new IOException(server + ": " + e.getCause(), e));
        }
    }

    /**
     * Returns where clients connect; the same until the end, also after {@link #reset}.
     *
     * @return the address, whose text has the form {@code unix:PATH} or {@code tcp:HOST:PORT}
     */
    public QmpAddress address() {
        return place.address();
    }

    /**
     * Returns where clients connect, for a channel.
     *
     * @return an address of the file system or of the internet
     */
    public SocketAddress socketAddress() {
        return place.socketAddress();
    }

    /**
     * Returns the socket's file.
     *
     * @return a path in a directory of its own
     * @throws IllegalStateException if the stand-in listens on a port
     */
    public Path socket() {
        return place.socket();
    }

    /**
     * Returns the port.
     *
     * @return 1 to 65535, on 127.0.0.1
     * @throws IllegalStateException if the stand-in listens on a unix socket
     */
    public int port() {
        return place.port();
    }

    /**
     * Replaces the answers of a command until {@link #reset}; all others, and the state, stay as they are. Clients stay connected.
     *
     * @param key the name of a command, a pattern such as {@code query-*}, or {@code $connect}
     * @param answers the answers, in the order in which they are looked at
     * @throws dev.qmp.qapi.replies.RepliesException if they do not fit the schema; nothing is replaced then
     */
    public void reply(String key, Answer... answers) {
        server.script().replace(key, Answer.list(answers));
    }

    /**
     * Returns the state of the scenario.
     *
     * @return its name; empty before there is one
     */
    public String state() {
        return server.script().state();
    }

    /**
     * Sets the state of the scenario.
     *
     * @param name its name
     */
    public void state(String name) {
        server.script().state(name);
    }

    /**
     * Returns what was received and answered since the start or the last {@link #reset}. A request is there when its reply is about to be
     * sent.
     *
     * @return the requests with their replies, the oldest first
     */
    public List<JournalEntry> received() {
        return server.journal().entries();
    }

    /**
     * Returns the requests of a command.
     *
     * @param command its name
     * @return the arguments of each, the oldest first
     */
    public List<JsonObject> received(String command) {
        return received().stream()
                .filter(entry -> entry.command().equals(command))
                .map(JournalEntry::arguments)
                .toList();
    }

    /**
     * Checks that a command was received at least once.
     *
     * @param command its name
     * @throws AssertionError if it was not; the message has what was received
     */
    public void verify(String command) {
        verify(new Verification(command, JsonValues.EMPTY_OBJECT, 1, Verification.ANY));
    }

    /**
     * Checks how often a command was received.
     *
     * @param command its name
     * @param times how often
     * @throws AssertionError if it was received more or less often; the message has what was received
     */
    public void verify(String command, int times) {
        verify(new Verification(command, JsonValues.EMPTY_OBJECT, times, times));
    }

    /**
     * Checks that a command was received at least once with certain arguments.
     *
     * @param command its name
     * @param arguments a pattern as of {@link Answer#when}
     * @throws AssertionError if it was not; the message has the nearest miss
     */
    public void verify(String command, String arguments) {
        verify(new Verification(command, JsonText.parse(arguments), 1, Verification.ANY));
    }

    /**
     * Checks how often a command was received with certain arguments.
     *
     * @param command its name
     * @param arguments a pattern as of {@link Answer#when}
     * @param times how often
     * @throws AssertionError if it was received more or less often; the message has the nearest miss
     */
    public void verify(String command, String arguments, int times) {
        verify(new Verification(command, JsonText.parse(arguments), times, times));
    }

    /**
     * Checks a claim about what was received.
     *
     * @param claim the claim
     * @throws AssertionError if it does not hold; the message has the nearest miss
     */
    public void verify(Verification claim) {
        verify(claim, Duration.ZERO);
    }

    /**
     * Waits until a claim about what was received holds.
     *
     * @param claim the claim
     * @param time how long at most
     * @throws AssertionError if it does not hold by then, or the thread is interrupted; the message has the nearest miss
     */
    public void verify(Verification claim, Duration time) {
        requests.verify(claim, time);
    }

    /**
     * Sends an event without data to all clients that have negotiated.
     *
     * @param event its name
     * @throws IllegalArgumentException if the schema has no such event, or one with data
     */
    public void emit(String event) {
        emit(event, "{}");
    }

    /**
     * Sends an event to all clients that have negotiated.
     *
     * @param event its name
     * @param data its data as JSON
     * @throws IllegalArgumentException if the schema has no such event, or the data does not fit it
     */
    public void emit(String event, String data) {
        JsonValue members = JsonText.parse(data);
        try {
            server.emitter().emit(event, members);
        } catch (CommandException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Closes the connections of all clients, soon; what waits to be answered never is. Clients may connect again. */
    public void breakConnection() {
        server.monitor().disconnect();
    }

    /**
     * Begins anew, as if just started: with the answers that it was built with, the first state, an empty journal, no connection, and nothing
     * left of delays, delayed events, or an end by {@code quit}. The address stays.
     */
    public synchronized void reset() {
        server.close();
        server = new StandInServer(plan, place.device());
    }

    /** Returns what was received, for messages. */
    String journalText() {
        return requests.text();
    }

    /** Ends the server and removes its socket. */
    @Override
    public synchronized void close() {
        server.close();
        place.remove();
    }
}
