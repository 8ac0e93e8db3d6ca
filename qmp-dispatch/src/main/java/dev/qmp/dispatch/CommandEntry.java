package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.qapi.Command;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command of the table: its declaration, its handler, and whether it is enabled.
 *
 * <p>Thread: immutable but for {@link #disabledReason}, which any thread may read and write.
 */
final class CommandEntry {
    private final Command declaration;
    private final Handler handler;
    private final Set<Dialect> outOfBand;
    private volatile @Nullable String disabledReason;

    /**
     * Makes an enabled entry.
     *
     * @param declaration its declaration in the schema
     * @param handler runs the command
     * @param outOfBand the dialects in which it may run out of band
     */
    public CommandEntry(Command declaration, Handler handler, EnumSet<Dialect> outOfBand) {
        this.declaration = declaration;
        this.handler = handler;
        this.outOfBand = outOfBand.clone();
    }

    /**
     * Returns the declaration.
     *
     * @return its declaration in the schema
     */
    public Command declaration() {
        return declaration;
    }

    /**
     * Returns the handler.
     *
     * @return the handler
     */
    public Handler handler() {
        return handler;
    }

    /**
     * Returns whether the command may run out of band.
     *
     * @param dialect the monitor's dialect
     * @return whether it may
     */
    public boolean allowsOutOfBand(Dialect dialect) {
        return outOfBand.contains(dialect);
    }

    /**
     * Returns why the command is disabled.
     *
     * @return the reason, empty if none was given, null while the command is enabled
     */
    public @Nullable String disabledReason() {
        return disabledReason;
    }

    /**
     * Enables or disables the command.
     *
     * @param reason the reason to disable it, or null to enable it
     */
    public void setDisabledReason(@Nullable String reason) {
        disabledReason = reason;
    }
}
