package dev.qmp.monitor.internal.standin;

import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Emits events that the schema declares.
 *
 * <p>Thread: safe for use by any thread.
 */
final class Emitter {
    private final ProviderContext context;
    private volatile @Nullable Validator validator;

    Emitter(ProviderContext context) {
        this.context = context;
    }

    /** Runs {@code x-emit}. */
    void emit(JsonObject arguments) {
        Schema schema = context.commands().schema();
        String name = arguments.getString("event");
        Event event =
                schema.event(name).orElseThrow(() -> new CommandException("the schema has no event '" + name + "'"));
        JsonValue data = arguments.get("data");
        if (data != null && !(data instanceof JsonObject)) {
            throw new CommandException("Invalid parameter type for 'data', expected: object");
        }
        JsonObject members = data instanceof JsonObject object ? object : JsonValues.EMPTY_OBJECT;
        try {
            validator(schema).checkEvent(event, members);
        } catch (ValidationException e) {
            throw new CommandException("event '" + name + "': " + e.getMessage());
        }
        context.events().emit(name, members.isEmpty() ? null : members);
    }

    private Validator validator(Schema schema) {
        Validator made = validator;
        if (made == null) {
            made = Validator.of(schema, CompatPolicy.ACCEPT);
            validator = made;
        }
        return made;
    }
}
