package dev.qmp.monitor.internal.event;

import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.OutputFilter;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the schema says about events: which are declared, what they hold, and what is hidden.
 *
 * <p>Thread: immutable.
 */
public final class EventContract {

    private final Schema schema;
    private final @Nullable OutputFilter hidden;
    private final @Nullable Validator validator;

    /**
     * Makes the contract of a schema.
     *
     * @param schema the schema
     * @param policy what becomes of deprecated and unstable events and members
     * @param checked whether the data of events is checked
     */
    public EventContract(Schema schema, CompatPolicy policy, boolean checked) {
        this.schema = schema;
        this.hidden = policy.showsAllOutput() ? null : OutputFilter.of(schema, policy);
        this.validator = checked ? Validator.of(schema, policy) : null;
    }

    /**
     * Tells whether an event may be delivered: it is declared, not hidden, and, where that is checked, its data fits.
     *
     * @param name the event's name
     * @param data its data
     * @return whether it may
     */
    boolean admits(String name, @Nullable JsonObject data) {
        Optional<Event> event = schema.event(name);
        if (event.isEmpty()) {
            log().log(Level.DEBUG, () -> "event " + name + " is not declared and not delivered");
            return false;
        }
        JsonObject value = data == null ? JsonValue.EMPTY_JSON_OBJECT : data;
        if (validator != null) {
            try {
                validator.checkEvent(event.get(), value);
            } catch (ValidationException e) {
                log().log(
                                Level.ERROR,
                                () -> "event " + name
                                        + " has data that its schema does not allow and is not delivered: "
                                        + e.getMessage());
                return false;
            }
        }
        return hidden == null || hidden.event(event.get(), value).isPresent();
    }

    /**
     * Returns what is shown of an event's data.
     *
     * @param name the name of an event that is admitted
     * @param data its data
     * @return the data without hidden members
     */
    @Nullable
    JsonObject shown(String name, @Nullable JsonObject data) {
        if (hidden == null || data == null) {
            return data;
        }
        return hidden.event(schema.event(name).orElseThrow(), data).orElse(data);
    }

    /** Returns the logger; asked for when there is something to say, because making it takes milliseconds at the start. */
    private static Logger log() {
        return System.getLogger(EventContract.class.getName());
    }
}
