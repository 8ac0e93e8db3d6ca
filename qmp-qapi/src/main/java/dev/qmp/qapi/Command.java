package dev.qmp.qapi;

/**
 * A command that clients may run.
 *
 * <p>Thread: immutable.
 */
public final class Command extends SchemaEntity {
    private final ObjectType argumentType;
    private final Type returnType;
    private final Flags flags;

    Command(Header header, ObjectType argumentType, Type returnType, Flags flags) {
        super(header);
        this.argumentType = argumentType;
        this.returnType = returnType;
        this.flags = flags;
    }

    /**
     * The flags of a command.
     *
     * @param boxed whether the handler takes one object
     * @param gen whether marshalling code is generated
     * @param successResponse whether success is answered
     * @param allowOob whether it may run out of band
     * @param allowPreconfig whether it is available before the machine exists
     * @param coroutine whether its handler may suspend
     */
    public record Flags(
            boolean boxed,
            boolean gen,
            boolean successResponse,
            boolean allowOob,
            boolean allowPreconfig,
            boolean coroutine) {
        /** The flags of a command that sets none. */
        public static final Flags DEFAULT = new Flags(false, true, true, false, false, false);
    }

    /**
     * Returns the type of the arguments.
     *
     * @return the type; an object type without members if there are none
     */
    public ObjectType argumentType() {
        return argumentType;
    }

    /**
     * Returns the type of the result.
     *
     * @return the type; an object type without members if there is none
     */
    public Type returnType() {
        return returnType;
    }

    /**
     * Tells whether the handler takes its arguments as one object.
     *
     * @return the flag, false by default
     */
    public boolean boxed() {
        return flags.boxed;
    }

    /**
     * Tells whether marshalling code is generated; otherwise the handler gets the raw arguments.
     *
     * @return the flag, true by default
     */
    public boolean gen() {
        return flags.gen;
    }

    /**
     * Tells whether success is answered.
     *
     * @return the flag, true by default
     */
    public boolean successResponse() {
        return flags.successResponse;
    }

    /**
     * Tells whether the command may run out of band.
     *
     * @return the flag, false by default
     */
    public boolean allowOob() {
        return flags.allowOob;
    }

    /**
     * Tells whether the command is available before the machine exists.
     *
     * @return the flag, false by default
     */
    public boolean allowPreconfig() {
        return flags.allowPreconfig;
    }

    /**
     * Tells whether the handler may suspend.
     *
     * @return the flag, false by default
     */
    public boolean coroutine() {
        return flags.coroutine;
    }

    @Override
    public String describe() {
        return "command '" + name() + "'";
    }
}
