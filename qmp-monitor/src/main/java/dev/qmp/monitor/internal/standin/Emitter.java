package dev.qmp.monitor.internal.standin;

import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.EventEmitter;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Emits events that the schema declares.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class Emitter {
    private final Supplier<? extends CommandCatalog> commands;
    private final EventEmitter events;
    private volatile @Nullable Validator validator;

    /**
     * Makes an emitter.
     *
     * @param commands returns the commands, whose schema declares the events; called by each emission
     * @param events emits them
     */
    public Emitter(Supplier<? extends CommandCatalog> commands, EventEmitter events) {
        this.commands = commands;
        this.events = events;
    }

    /**
     * Emits an event now.
     *
     * @param name its name
     * @param data its data; null if it has none
     * @throws CommandException if the schema has no such event, or the data does not fit it
     */
    public void emit(String name, @Nullable JsonValue data) {
        Schema schema = commands.get().schema();
        Event event =
                schema.event(name).orElseThrow(() -> new CommandException("the schema has no event '" + name + "'"));
        if (data != null && !(data instanceof JsonObject)) {
            throw new CommandException("Invalid parameter type for 'data', expected: object");
        }
        JsonObject members = data instanceof JsonObject object ? object : JsonValues.EMPTY_OBJECT;
        try {
            validator(schema).checkEvent(event, members);
        } catch (ValidationException e) {
            throw new CommandException("event '" + name + "': " + e.getMessage());
        }
        events.emit(name, members.isEmpty() ? null : members);
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
