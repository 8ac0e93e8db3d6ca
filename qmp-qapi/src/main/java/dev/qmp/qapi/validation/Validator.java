package dev.qmp.qapi.validation;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.internal.fault.Fault;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks arguments, results and event data against a schema, with the texts of QEMU 7.2. What the schema's
 * {@link Configuration} leaves out does not exist. Everything is prepared when the validator is made. Values may be
 * nested to any depth.
 *
 * <p>Thread: immutable; may be used by any number of threads at once.
 */
public final class Validator {
    private final Map<Command, ValueCheck> arguments = new HashMap<>();
    private final Map<Command, ValueCheck> declaredArguments = new HashMap<>();
    private final Map<Command, ValueCheck> returns = new HashMap<>();
    private final Map<Event, ValueCheck> events = new HashMap<>();

    private Validator(Schema schema, CompatPolicy policy) {
        TypeChecks input = new TypeChecks(schema.configuration(), policy);
        TypeChecks output = new TypeChecks(schema.configuration(), CompatPolicy.ACCEPT);
        for (Command command : schema.commands()) {
            arguments.put(command, input.of(command.argumentType()));
            if (!command.gen()) {
                declaredArguments.put(command, input.withSurplus(command.argumentType()));
            }
            returns.put(command, output.of(command.returnType()));
        }
        for (Event event : schema.events()) {
            events.put(event, output.of(event.argumentType()));
        }
    }

    /**
     * Prepares the checks of a schema.
     *
     * @param schema the schema
     * @param policy which input to refuse although the schema allows it; output is checked without regard to it
     * @return the validator
     */
    public static Validator of(Schema schema, CompatPolicy policy) {
        return new Validator(schema, policy);
    }

    /**
     * Checks the arguments of a command.
     *
     * @param command a command of the schema
     * @param value the arguments
     * @throws ValidationException at the first fault, with the text to send
     * @throws IllegalArgumentException if the command is not of the schema
     */
    public void checkArguments(Command command, JsonObject value) {
        check(arguments.get(command), command, value);
    }

    /**
     * Checks the arguments of a command with {@code 'gen': false}, but lets members pass that are not declared.
     *
     * @param command a command of the schema
     * @param value the arguments
     * @throws ValidationException at the first fault, with the text to send
     * @throws IllegalArgumentException if the command is not of the schema, or has no {@code 'gen': false}
     */
    public void checkDeclaredArguments(Command command, JsonObject value) {
        check(declaredArguments.get(command), command, value);
    }

    /**
     * Checks the result of a command.
     *
     * @param command a command of the schema
     * @param value the result; an empty object if the command returns nothing
     * @throws ValidationException at the first fault
     * @throws IllegalArgumentException if the command is not of the schema
     */
    public void checkReturn(Command command, JsonValue value) {
        check(returns.get(command), command, value);
    }

    /**
     * Checks the data of an event.
     *
     * @param event an event of the schema
     * @param data the data; an empty object if it has none
     * @throws ValidationException at the first fault
     * @throws IllegalArgumentException if the event is not of the schema
     */
    public void checkEvent(Event event, JsonObject data) {
        check(events.get(event), event, data);
    }

    private static void check(@Nullable ValueCheck check, SchemaEntity entity, JsonValue value) {
        if (check == null) {
            throw new IllegalArgumentException(entity.describe() + " is not of this schema");
        }
        Fault fault = check.check(value);
        if (fault != null) {
            throw new ValidationException(fault.message(), fault.isCrash());
        }
    }
}
