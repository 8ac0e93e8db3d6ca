package dev.qmp.monitor.client;

import dev.qmp.json.JsonError;
import dev.qmp.json.JsonMessageParser;
import dev.qmp.json.JsonValues;
import dev.qmp.json.MessageHandler;
import dev.qmp.monitor.client.internal.Deadline;
import dev.qmp.monitor.client.internal.Wire;
import dev.qmp.monitor.client.internal.WireHandler;
import dev.qmp.monitor.internal.watch.MessageTrace;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One connection's conversation: sorts what comes in and hands it on. Thread: confined to the client's reader, but for
 * {@link #requests()}, {@link #greeting()} and {@link #end}, which are for any thread.
 */
final class Session implements MessageHandler<QmpAddress>, WireHandler {
    static final System.Logger LOG = System.getLogger("dev.qmp.monitor.client");
    private static final int SHOWN = 200;

    private final QmpAddress address;
    private final Wire wire;
    private final EventHub events;
    private final Requests requests;
    private final JsonMessageParser<QmpAddress> parser;
    private final @Nullable AgentSync sync;
    private volatile @Nullable QmpGreeting greeting;
    private @Nullable QmpProtocolException fault;

    Session(QmpAddress address, Wire wire, QmpClientOptions options, EventHub events) {
        this.address = address;
        this.wire = wire;
        this.events = events;
        this.requests = new Requests(address, wire, options);
        this.parser = new JsonMessageParser<>(address, this, options.limits());
        this.sync = options.agent() ? new AgentSync() : null;
    }

    Requests requests() {
        return requests;
    }

    @Nullable
    AgentSync sync() {
        return sync;
    }

    @Nullable
    QmpGreeting greeting() {
        return greeting;
    }

    /** Reads once, waiting if need be; false at the end of the stream. */
    boolean read(long deadline) throws IOException {
        boolean more = wire.receive(deadline, this);
        if (fault != null) {
            throw fault;
        }
        return more;
    }

    /** Reads until there is no more, and says why. */
    QmpConnectionException readToEnd() {
        try {
            while (read(Deadline.NONE)) {}
            return new QmpConnectionException(address + " closed the connection");
        } catch (QmpConnectionException e) {
            return e;
        } catch (IOException e) {
            return new QmpConnectionException("the connection to " + address + " broke: " + e.getMessage(), e);
        }
    }

    /** Closes the connection, and fails what has no reply. Only the first call's reason counts. */
    void end(QmpConnectionException reason) {
        Iterable<Call> orphans = requests.end(reason);
        try {
            wire.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing " + address, e);
        }
        for (Call call : orphans) {
            call.completeExceptionally(reason);
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (sync != null && !sync.done()) {
            sync.received(bytes, parser);
        } else {
            parser.feed(bytes);
        }
    }

    @Override
    public void sendMore() throws IOException {
        requests.sendMore();
    }

    @Override
    public void error(QmpAddress context, JsonError error) {
        if (sync != null && !sync.done()) {
            return;
        }
        if (fault == null) {
            fault = greeting == null && sync == null
                    ? new QmpProtocolException(address + " does not speak QMP: " + error.description())
                    : new QmpProtocolException(
                            address + " sent something that is not a message: " + error.description());
        }
    }

    @Override
    public void message(QmpAddress context, JsonValue value) {
        if (fault != null) {
            return;
        }
        if (MessageTrace.ON) {
            MessageTrace.in(address, value);
        }
        if (sync != null && !sync.done()) {
            sync.message(value);
        } else if (sync == null && greeting == null) {
            greeting = QmpGreeting.of(value);
            if (greeting == null) {
                fault = new QmpProtocolException(address + " does not speak QMP: it began with " + shown(value));
            }
        } else if (value instanceof JsonObject message) {
            dispatch(message);
        } else {
            ignore("is not a message", value);
        }
    }

    private void dispatch(JsonObject message) {
        JsonValue result = message.get("return");
        if (result != null) {
            reply(message, result, null);
            return;
        }
        String event = JsonValues.stringOrNull(message, "event");
        if (event != null) {
            if (events.hasSinks()) {
                events.event(QmpEvent.of(event, message));
            }
            return;
        }
        JsonObject error = JsonValues.objectOrNull(message, "error");
        if (error != null) {
            String kind = JsonValues.stringOrNull(error, "class");
            String description = JsonValues.stringOrNull(error, "desc");
            reply(
                    message,
                    JsonValue.NULL,
                    new QmpCommandException(
                            kind == null ? "GenericError" : kind, description == null ? "" : description));
            return;
        }
        ignore("is not a known kind of message", message);
    }

    private void reply(JsonObject message, JsonValue result, @Nullable QmpCommandException error) {
        JsonValue id = message.get("id");
        Call call;
        if (id == null) {
            call = error == null ? null : requests.answeredWithoutId();
        } else {
            OptionalLong number = JsonValues.asInt64(id);
            call = number.isPresent() ? requests.answered(number.getAsLong()) : null;
        }
        if (call == null) {
            ignore("is not the reply to a request", message);
        } else if (error == null) {
            call.complete(result);
        } else {
            call.completeExceptionally(error);
        }
    }

    private void ignore(String why, JsonValue value) {
        LOG.log(
                System.Logger.Level.INFO,
                () -> "ignored from " + address + ", because it " + why + ": " + shown(value));
    }

    private static String shown(JsonValue value) {
        String text = JsonValues.toText(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
