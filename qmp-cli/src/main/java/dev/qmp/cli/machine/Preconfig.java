package dev.qmp.cli.machine;

import dev.qmp.dispatch.spi.CommandException;
import java.util.function.BooleanSupplier;

/**
 * The time before the machine is made: {@code -preconfig}. Specification: {@code qmp-preconfig}.
 *
 * <p>Thread: changed by the dispatcher; read by any thread.
 */
public final class Preconfig implements BooleanSupplier {
    private volatile boolean pending = true;

    /** Begins it. */
    public Preconfig() {}

    /** Returns whether the machine is still to be made. */
    @Override
    public boolean getAsBoolean() {
        return pending;
    }

    /** Ends it. */
    void exit() throws CommandException {
        if (!pending) {
            throw tooLate();
        }
        pending = false;
    }

    /** The error of a command that comes too late. */
    static CommandException tooLate() {
        return new CommandException("The command is permitted only before machine initialization");
    }
}
