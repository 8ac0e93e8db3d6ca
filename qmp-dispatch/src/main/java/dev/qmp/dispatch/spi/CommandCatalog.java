package dev.qmp.dispatch.spi;

import dev.qmp.qapi.Schema;
import java.util.List;
import java.util.Set;

/**
 * The commands of a host.
 *
 * <p>Thread: safe for use by any thread.
 */
public interface CommandCatalog {
    /**
     * Returns the names of the enabled commands, the most recently registered first.
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
     * Returns the merged schema with its documentation, which {@link #schema} leaves out if only providers declare
     * commands, because compiling it takes time at startup. Each call here may take that time.
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
     * Disables a command: requests for it are answered with {@code Command NAME has been disabled: REASON}.
     *
     * @param command the command's name
     * @param reason one line of text, or empty
     * @throws IllegalArgumentException if there is no such command
     */
    void disable(String command, String reason);
}
