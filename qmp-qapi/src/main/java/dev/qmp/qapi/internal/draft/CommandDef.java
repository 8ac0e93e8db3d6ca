package dev.qmp.qapi.internal.draft;

import org.jspecify.annotations.Nullable;

/**
 * A command.
 *
 * <p>Thread: confined to one compilation.
 */
public final class CommandDef extends Def {
    private final Payload payload;
    private final @Nullable TypeRef returns;
    private final Flags flags;
    private @Nullable TypeDef returnType;

    /**
     * The switches other than {@code boxed}.
     *
     * @param gen whether code is generated
     * @param successResponse whether success is answered
     * @param allowOob whether it may run out of band
     * @param allowPreconfig whether it is available early
     * @param coroutine whether it may suspend
     */
    public record Flags(
            boolean gen, boolean successResponse, boolean allowOob, boolean allowPreconfig, boolean coroutine) {}

    /** Makes the command. */
    public CommandDef(Head head, Payload payload, @Nullable TypeRef returns, Flags flags) {
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

    /** Returns the switches. */
    public Flags flags() {
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
