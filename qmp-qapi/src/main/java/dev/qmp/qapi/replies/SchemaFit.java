package dev.qmp.qapi.replies;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Whether results and events fit the schema: for certain when they are read, or for one request when their placeholders are filled in.
 *
 * <p>Thread: immutable.
 */
final class SchemaFit {
    private final Schema schema;
    private final Validator validator;

    SchemaFit(Schema schema) {
        this.schema = schema;
        this.validator = Validator.of(schema, CompatPolicy.ACCEPT);
    }

    Schema schema() {
        return schema;
    }

    /** Checks a result; returns whether nothing is left to be checked for each request. */
    boolean result(Command command, Template result, Problems problems) {
        return check(null, result, command, problems, value -> validator.checkReturn(command, value));
    }

    /** Checks an event's data; returns whether nothing is left to be checked for each request. */
    boolean event(Event event, Template data, @Nullable Command command, Problems problems) {
        return check(
                "event '" + event.name() + "'",
                data,
                command,
                problems,
                value -> validator.checkEvent(event, (JsonObject) value));
    }

    /** A check that throws if it fails. */
    private interface Check {
        void of(JsonValue value);
    }

    private boolean check(
            @Nullable String part, Template template, @Nullable Command command, Problems problems, Check check) {
        boolean constant = template instanceof Template.Constant;
        if (!constant && !placeholders(template, command, problems)) {
            return false;
        }
        JsonValue sample = template.fill(placeholder -> placeholder.sample(command));
        try {
            check.of(sample == null ? JsonValue.NULL : sample);
        } catch (ValidationException e) {
            String fault = String.valueOf(e.getMessage());
            // A text of the request may make an enumeration's value.
            if (constant || !fault.contains("does not accept value")) {
                if (part == null) {
                    problems.add(fault);
                } else {
                    problems.addWithin(part, fault);
                }
            }
        }
        return constant;
    }

    /** Checks that requests can have the values; returns whether the types of all are known. */
    boolean placeholders(Template template, @Nullable Command command, Problems problems) {
        boolean[] known = {true};
        template.forEach(placeholder -> {
            if (command != null && placeholder instanceof Placeholder.Argument argument) {
                try {
                    argument.type(command);
                } catch (IllegalArgumentException e) {
                    problems.add("'${arguments." + argument.path() + "}': no request has this argument");
                }
            }
            known[0] &= placeholder.sample(command) != null;
        });
        return known[0];
    }

    /** Returns what is wrong with an answer whose placeholders are filled in, or that was written for several commands; null if nothing. */
    @Nullable
    String fault(@Nullable Command command, ScriptedReply reply) {
        try {
            if (command != null && reply.outcome() instanceof ScriptedReply.Result result) {
                if (reply.fault() == null || reply.fault().kind().sendsReply()) {
                    validator.checkReturn(command, result.value());
                }
            }
            for (ScriptedReply.ScriptedEvent event : reply.events()) {
                validator.checkEvent(event.event(), event.data());
            }
            return null;
        } catch (ValidationException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
