package dev.qmp.dispatch;

import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.validation.Validator;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command of the table: its declaration, its handler, and whether it is enabled.
 *
 * <p>Thread: immutable but for {@link #disabledReason}, which any thread may read and write.
 */
final class CommandEntry {
    private final Command declaration;
    private final @Nullable Handler provided;
    private final Handler.@Nullable Scripted script;
    private final Set<Dialect> outOfBand;
    private final @Nullable Validator own;
    private volatile @Nullable String disabledReason;

    private CommandEntry(
            Command declaration,
            @Nullable Handler provided,
            Handler.@Nullable Scripted script,
            EnumSet<Dialect> outOfBand,
            @Nullable Validator own) {
        this.declaration = declaration;
        this.provided = provided;
        this.script = script;
        this.outOfBand = outOfBand.clone();
        this.own = own;
    }

    /**
     * Makes an enabled entry of a command with a provider's handler.
     *
     * @param declaration its declaration in the schema
     * @param handler runs the command
     * @param script replies instead once it has answers; null if there is no script
     * @param outOfBand the dialects in which it may run out of band
     */
    static CommandEntry handled(
            Command declaration, Handler handler, @Nullable ScriptedHandler script, EnumSet<Dialect> outOfBand) {
        return new CommandEntry(
                declaration, handler, script == null ? null : new Handler.Scripted(script), outOfBand, null);
    }

    /**
     * Makes an enabled entry of a command without a provider's handler.
     *
     * @param declaration its declaration in the schema
     * @param handler replies from a script
     * @param outOfBand the dialects in which it may run out of band
     */
    static CommandEntry scripted(Command declaration, ScriptedHandler handler, EnumSet<Dialect> outOfBand) {
        return new CommandEntry(declaration, null, new Handler.Scripted(handler), outOfBand, null);
    }

    /**
     * Makes an enabled entry of a command beside the schema.
     *
     * @param declaration its declaration in a schema of its own
     * @param handler runs the command
     * @param outOfBand the dialects in which it may run out of band
     * @param own checks its arguments
     */
    static CommandEntry beside(Command declaration, Handler handler, EnumSet<Dialect> outOfBand, Validator own) {
        return new CommandEntry(declaration, handler, null, outOfBand, own);
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
     * Returns what checks the arguments.
     *
     * @param ofAll the validator of the schema of all
     * @return that one, unless the command is beside the schema
     */
    public Validator validator(Validator ofAll) {
        return own == null ? ofAll : own;
    }

    /**
     * Returns whether the schema of all lacks the command: introspection and the list of commands do not show it.
     *
     * @return true if it is beside the schema
     */
    public boolean isBeside() {
        return own != null;
    }

    /**
     * Returns the handler that serves the command now.
     *
     * @return the handler
     */
    public Handler handler() {
        Handler own = provided;
        return own == null || isScripted() ? Objects.requireNonNull(script) : own;
    }

    /**
     * Returns whether no provider's handler serves the command.
     *
     * @return whether a script does
     */
    public boolean isScripted() {
        return script != null && (provided == null || script.handler().hasAnswers());
    }

    /**
     * Returns whether arguments beyond the declared ones are accepted: a script stands in for a server's own code, which gets the
     * arguments of a command with {@code 'gen': false} as they are. A provider's handler gets declared ones only.
     *
     * @return whether they are
     */
    public boolean takesSurplus() {
        return !declaration.gen() && isScripted();
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
