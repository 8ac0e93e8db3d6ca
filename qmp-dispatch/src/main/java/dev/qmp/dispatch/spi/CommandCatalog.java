package dev.qmp.dispatch.spi;

import dev.qmp.qapi.Schema;
import java.util.List;
import java.util.Set;

/**
 * The commands of a host, seen from outside.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface CommandCatalog {
    /**
     * Returns the names of the enabled commands, the one registered last first.
     *
     * @return the names
     */
    List<String> enabledCommands();

    /**
     * Returns the merged schema of all providers.
     *
     * @return the schema
     */
    Schema schema();

    /**
     * Returns the merged schema with its documentation, which {@link #schema} lacks where only providers declare commands:
     * there it would cost time at the start. Here it may cost that time at each call.
     *
     * @return a schema of the same commands
     */
    Schema documentedSchema();

    /**
     * Returns the commands that may run out of band on monitors of a dialect.
     *
     * @param dialect the dialect
     * @return their names
     */
    Set<String> outOfBandCommands(Dialect dialect);

    /**
     * Enables a command that was disabled.
     *
     * @param command the command's name
     * @throws IllegalArgumentException if there is no such command
     */
    void enable(String command);

    /**
     * Disables a command: from now on it is answered with {@code Command NAME has been disabled: REASON}.
     *
     * @param command the command's name
     * @param reason why, for people; empty for none
     * @throws IllegalArgumentException if there is no such command
     */
    void disable(String command, String reason);
}
