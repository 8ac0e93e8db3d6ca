package dev.qmp.monitor.testing;

import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.replies.WireFault;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A scripted answer, in the words of a file of replies.
 *
 * <pre>{@code
 * server.reply("device_add",
 *         answer().when("{'driver': 'nosuch'}").error("'${arguments.driver}' is not a valid device model name"),
 *         answer().when("{'driver': {'$matches': '^virtio-'}}").times(2).returns("{}").then("plugged"),
 *         answer().error("no more slots"));
 * server.reply("inject-nmi", answer().fault(WireFault.Kind.NO_REPLY));
 * }</pre>
 *
 * <p>Texts of JSON are in the dialect of QMP: strings may have single quotes. Strings in results, errors and events may hold {@code
 * ${arguments.NAME}}, {@code ${state}} and {@code ${count}}. {@code docs/stand-in.md} explains every word.
 *
 * <p>Thread: immutable.
 */
public final class Answer {
    private static final Answer EMPTY = new Answer(JsonValues.EMPTY_OBJECT);

    private final JsonObject members;

    private Answer(JsonObject members) {
        this.members = members;
    }

    /**
     * Begins an answer. It needs a result, an error, or a fault; one of {@code $connect} needs none of them.
     *
     * @return the answer to everything, without an outcome
     */
    public static Answer answer() {
        return EMPTY;
    }

    private Answer with(String name, JsonValue value) {
        JsonObjectBuilder object = JsonValues.object();
        members.forEach((known, old) -> {
            if (!known.equals(name)) {
                object.add(known, old);
            }
        });
        return new Answer(object.add(name, value).build());
    }

    /**
     * Sets the result.
     *
     * @param json the result as JSON, such as {@code "{'running': true}"}
     * @return an answer with it
     * @throws dev.qmp.json.JsonParseException if the text is not JSON
     */
    public Answer returns(String json) {
        return returns(JsonText.parse(json));
    }

    /**
     * Sets the result.
     *
     * @param value the result
     * @return an answer with it
     */
    public Answer returns(JsonValue value) {
        return with("return", value);
    }

    /**
     * Sets an error of the class {@code GenericError} as the outcome.
     *
     * @param description its text
     * @return an answer with it
     */
    public Answer error(String description) {
        return error(ErrorClass.GENERIC_ERROR, description);
    }

    /**
     * Sets an error as the outcome.
     *
     * @param errorClass its class
     * @param description its text
     * @return an answer with it
     */
    public Answer error(ErrorClass errorClass, String description) {
        return with(
                "error",
                JsonValues.object()
                        .add("class", errorClass.wireName())
                        .add("desc", description)
                        .build());
    }

    /**
     * Sets what the arguments of a request must be like.
     *
     * @param pattern the members that they have at least, as JSON, such as {@code "{'driver': {'$matches': '^virtio-'}}"}
     * @return an answer with it
     * @throws dev.qmp.json.JsonParseException if the text is not JSON
     */
    public Answer when(String pattern) {
        return with("when", JsonText.parse(pattern));
    }

    /**
     * Sets the state of the scenario that is needed.
     *
     * @param name its name
     * @return an answer with it
     */
    public Answer state(String name) {
        return with("state", JsonValues.string(name));
    }

    /**
     * Sets the state of the scenario that follows.
     *
     * @param name its name
     * @return an answer with it
     */
    public Answer then(String name) {
        return with("then", JsonValues.string(name));
    }

    /**
     * Sets how often the answer is given; by default once, and the last one that matches for ever.
     *
     * @param count 1 or more
     * @return an answer with it
     */
    public Answer times(int count) {
        return with("times", JsonValues.number(count));
    }

    /**
     * Has the answer given for ever, so that no later one is reached by what it matches.
     *
     * @return an answer with it
     */
    public Answer forever() {
        return with("times", JsonValues.string("forever"));
    }

    /**
     * Sets how long the command takes, or the greeting.
     *
     * @param time not negative, to the millisecond
     * @return an answer with it
     */
    public Answer delay(Duration time) {
        return with("delay", JsonValues.number(time.toMillis()));
    }

    /**
     * Adds an event, sent before the reply; of {@code $connect}, at once after the negotiation.
     *
     * @param event its name
     * @param data its data as JSON; {@code "{}"} if it has none
     * @return an answer with it
     * @throws dev.qmp.json.JsonParseException if the text is not JSON
     */
    public Answer event(String event, String data) {
        return event(eventOf(event, data).build());
    }

    /**
     * Adds an event that follows the reply, or of {@code $connect} the negotiation.
     *
     * @param event its name
     * @param data its data as JSON; {@code "{}"} if it has none
     * @param after how long it is sent after the reply, not negative, to the millisecond
     * @return an answer with it
     * @throws dev.qmp.json.JsonParseException if the text is not JSON
     */
    public Answer event(String event, String data, Duration after) {
        return event(eventOf(event, data)
                .add("after", JsonValues.number(after.toMillis()))
                .build());
    }

    private static JsonObjectBuilder eventOf(String event, String data) {
        JsonObjectBuilder object = JsonValues.object().add("event", event);
        JsonValue members = JsonText.parse(data);
        return members.equals(JsonValues.EMPTY_OBJECT) ? object : object.add("data", members);
    }

    private Answer event(JsonObject added) {
        JsonArrayBuilder list = JsonValues.array();
        JsonArray before = JsonValues.arrayOrNull(members, "events");
        if (before != null) {
            before.forEach(list::add);
        }
        return with("events", list.add(added).build());
    }

    /**
     * Sets what goes wrong on the wire.
     *
     * @param kind what goes wrong
     * @return an answer with it
     */
    public Answer fault(WireFault.Kind kind) {
        return with("fault", JsonValues.string(kind.word()));
    }

    /**
     * Sets what goes wrong on the wire after so many bytes, or with so many bytes.
     *
     * @param kind what goes wrong: {@code CUT}, {@code RESET}, {@code SPLIT} or {@code WHITE_SPACE}
     * @param bytes 0 or more
     * @return an answer with it
     */
    public Answer fault(WireFault.Kind kind, int bytes) {
        return with("fault", JsonValues.object().add(kind.word(), bytes).build());
    }

    /**
     * Has the reply sent in pieces.
     *
     * @param bytes of each piece, 1 or more
     * @param every the time between two of them, to the millisecond
     * @return an answer with it
     */
    public Answer split(int bytes, Duration every) {
        return with(
                "fault",
                JsonValues.object()
                        .add(WireFault.Kind.SPLIT.word(), bytes)
                        .add("every", JsonValues.number(every.toMillis()))
                        .build());
    }

    /**
     * Blocks the thread that runs commands until a file can be opened; meanwhile only out-of-band commands are answered.
     *
     * @param file a FIFO, which opens when it is opened for writing, or a file that is made later
     * @return an answer with it
     */
    public Answer blockOn(Path file) {
        return with("block-on", JsonValues.string(file.toString()));
    }

    /**
     * Returns the answer as a file of replies has it.
     *
     * @return an object
     */
    public JsonObject toJson() {
        return members;
    }

    /** Returns the answers of a key of the file. */
    static JsonArray list(Answer... answers) {
        JsonArrayBuilder list = JsonValues.array();
        for (Answer answer : answers) {
            list.add(answer.members);
        }
        return list.build();
    }

    @Override
    public String toString() {
        return JsonValues.toText(members);
    }
}
