package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A peer's request whose envelope has been checked: its {@code id}, and either a command with arguments or a fault.
 *
 * <p>A fault is a value, so that it can wait in a queue and be answered in its turn. {@link Dispatcher} makes the checks that need
 * the command. Specification: {@code qmp-check-order}.
 *
 * <p>Thread: immutable.
 */
public final class Request {
    private static final String EXECUTE = "execute";
    private static final String EXEC_OOB = "exec-oob";
    private static final String ARGUMENTS = "arguments";
    private static final String CONTROL = "control";
    private static final String RUN_OOB = "run-oob";
    private static final String ID = "id";

    private final @Nullable JsonValue id;
    private final String command;
    private final JsonObject arguments;
    private final boolean outOfBand;
    private final @Nullable QmpError fault;
    private final @Nullable Object companion;

    private Request(
            @Nullable JsonValue id, String command, JsonObject arguments, boolean outOfBand, @Nullable QmpError fault) {
        this(id, command, arguments, outOfBand, fault, null);
    }

    private Request(
            @Nullable JsonValue id,
            String command,
            JsonObject arguments,
            boolean outOfBand,
            @Nullable QmpError fault,
            @Nullable Object companion) {
        this.companion = companion;
        this.id = id;
        this.command = command;
        this.arguments = arguments;
        this.outOfBand = outOfBand;
        this.fault = fault;
    }

    /**
     * Returns a request that stands for input that is not JSON.
     *
     * @param description the parser's error message
     * @return a faulty request without an id
     */
    public static Request unparsable(String description) {
        return new Request(null, "", JsonValue.EMPTY_JSON_OBJECT, false, QmpError.generic(description));
    }

    /**
     * Checks the envelope of a request.
     *
     * @param value what the parser delivered
     * @param rules the members that it may have
     * @return the request; its {@link #fault()} is null if it can be run
     */
    public static Request of(JsonValue value, RequestRules rules) {
        if (value.getValueType() != ValueType.OBJECT) {
            return unparsable("QMP input must be a JSON object");
        }
        JsonObject object = value.asJsonObject();
        int known = 0;
        JsonValue id = object.get(ID);
        if (id != null) {
            known++;
        }
        JsonValue arguments = object.get(ARGUMENTS);
        if (arguments != null) {
            known++;
        }
        JsonValue execute = object.get(EXECUTE);
        boolean outOfBand = false;
        if (rules == RequestRules.EXEC_OOB && execute == null) {
            execute = object.get(EXEC_OOB);
            outOfBand = execute != null;
        } else if (rules == RequestRules.CONTROL) {
            JsonValue control = object.get(CONTROL);
            if (control != null) {
                if (!EnvelopeFaults.isControl(control)) {
                    return faulty(id, object, rules);
                }
                known++;
                outOfBand = control.asJsonObject().get(RUN_OOB) == JsonValue.TRUE;
            }
        }
        if (execute instanceof JsonString name
                && (arguments == null || arguments.getValueType() == ValueType.OBJECT)
                && known + 1 == object.size()) {
            return new Request(
                    id,
                    JsonValues.name(name),
                    arguments == null ? JsonValue.EMPTY_JSON_OBJECT : arguments.asJsonObject(),
                    outOfBand,
                    null);
        }
        return faulty(id, object, rules);
    }

    private static Request faulty(@Nullable JsonValue id, JsonObject envelope, RequestRules rules) {
        return new Request(
                id,
                "",
                JsonValue.EMPTY_JSON_OBJECT,
                asksOutOfBand(envelope, rules),
                EnvelopeFaults.first(envelope, rules));
    }

    /** Returns whether a faulty request asks for out-of-band execution: it is then answered at once. */
    private static boolean asksOutOfBand(JsonObject envelope, RequestRules rules) {
        return switch (rules) {
            case IN_BAND_ONLY -> false;
            case EXEC_OOB -> envelope.containsKey(EXEC_OOB) && !envelope.containsKey(EXECUTE);
            case CONTROL ->
                envelope.get(EXECUTE) instanceof JsonString
                        && envelope.get(CONTROL) instanceof JsonObject control
                        && control.get(RUN_OOB) == JsonValue.TRUE;
        };
    }

    /**
     * Returns the same request with something that came beside its message.
     *
     * @param other for its handler, by its class
     * @return the request
     */
    public Request with(Object other) {
        return new Request(id, command, arguments, outOfBand, fault, other);
    }

    /**
     * Returns what came beside the message.
     *
     * @return what was given to {@link #with}, or null
     */
    public @Nullable Object companion() {
        return companion;
    }

    /**
     * Returns the {@code id} to attach to every reply.
     *
     * @return the id, any JSON value; null if the request had none
     */
    public @Nullable JsonValue id() {
        return id;
    }

    /**
     * Returns the command's name.
     *
     * @return the name; empty if the request is faulty
     */
    public String command() {
        return command;
    }

    /**
     * Returns the arguments.
     *
     * @return the arguments, an empty object if the request had none
     */
    public JsonObject arguments() {
        return arguments;
    }

    /**
     * Returns whether the request asks for out-of-band execution: at once, in the thread that parsed it.
     *
     * @return true for out-of-band execution
     */
    public boolean outOfBand() {
        return outOfBand;
    }

    /**
     * Returns the fault of the envelope.
     *
     * @return the error to reply with, or null if the request can be run
     */
    public @Nullable QmpError fault() {
        return fault;
    }
}
