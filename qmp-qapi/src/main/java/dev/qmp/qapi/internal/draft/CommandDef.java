package dev.qmp.qapi.internal.draft;

import dev.qmp.qapi.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command.
 *
 * <p>Thread: confined to one compilation.
 */
public final class CommandDef extends Def {
    private final Payload payload;
    private final @Nullable TypeRef returns;
    private final Command.Flags flags;
    private @Nullable TypeDef returnType;

    /** Makes the command. */
    public CommandDef(Head head, Payload payload, @Nullable TypeRef returns, Command.Flags flags) {
        super(head);
        this.payload = payload;
        this.returns = returns;
        this.flags = flags;
    }

    /** Returns the arguments. */
    public Payload payload() {
        return payload;
    }

    /** Returns the result's type as written, null if there is none. */
    public @Nullable TypeRef returns() {
        return returns;
    }

    /** Returns the flags. */
    public Command.Flags flags() {
        return flags;
    }

    /** Returns the result's type, null if there is none or it is not looked up yet. */
    public @Nullable TypeDef returnType() {
        return returnType;
    }

    /** Sets the result's type. */
    public void setReturnType(TypeDef resolved) {
        returnType = resolved;
    }
}
