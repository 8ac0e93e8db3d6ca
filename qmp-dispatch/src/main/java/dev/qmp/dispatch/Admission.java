package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may run. Specification of the order: {@code qmp-check-order}.
 *
 * <p>Thread: safe for use by any thread.
 */
final class Admission {
    private final CompatPolicy policy;
    private final @Nullable BooleanSupplier machineMissing;
    private final Validator validator;

    /**
     * Makes the rules of a table.
     *
     * @param policy what happens to deprecated and unstable commands
     * @param machineMissing returns true until the machine is made; null if it is there from the start
     * @param validator checks the arguments of all commands but those beside the schema
     */
    Admission(CompatPolicy policy, @Nullable BooleanSupplier machineMissing, Validator validator) {
        this.policy = policy;
        this.machineMissing = machineMissing;
        this.validator = validator;
    }

    /** Returns the error of a request whose command does not exist. */
    static QmpError notFound(Request request) {
        return QmpError.commandNotFound("The command " + request.command() + " has not been found");
    }

    /**
     * Looks for what keeps a request from being run.
     *
     * @param request a request without a fault
     * @param entry its command
     * @param monitor the monitor that it came from
     * @return the error to reply with; null if the command may run
     */
    @Nullable
    QmpError refusal(Request request, CommandEntry entry, MonitorContext monitor) {
        if (!policy.acceptsAllInput()) {
            Optional<CompatPolicy.Refusal> refused = policy.refusal(entry.declaration());
            if (refused.isPresent()) {
                return QmpError.commandNotFound(refused.get().message());
            }
        }
        String reason = entry.disabledReason();
        if (reason != null) {
            return QmpError.commandNotFound(
                    "Command " + request.command() + " has been disabled" + (reason.isEmpty() ? "" : ": " + reason));
        }
        if (request.outOfBand() && !entry.allowsOutOfBand(monitor.dialect())) {
            return QmpError.generic("The command " + request.command() + " does not support OOB");
        }
        if (machineMissing != null && !entry.declaration().allowPreconfig() && machineMissing.getAsBoolean()) {
            return QmpError.generic("The command '" + request.command()
                    + "' is permitted only after machine initialization has completed");
        }
        try {
            if (entry.takesSurplus()) {
                entry.validator(validator).checkDeclaredArguments(entry.declaration(), request.arguments());
            } else {
                entry.validator(validator).checkArguments(entry.declaration(), request.arguments());
            }
        } catch (ValidationException e) {
            return QmpError.generic(String.valueOf(e.getMessage()));
        }
        return null;
    }
}
