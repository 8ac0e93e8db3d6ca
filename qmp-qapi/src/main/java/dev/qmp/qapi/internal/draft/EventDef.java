package dev.qmp.qapi.internal.draft;

/**
 * An event.
 *
 * <p>Thread: confined to one compilation.
 */
public final class EventDef extends Def {
    private final Payload payload;

    /** Makes the event. */
    public EventDef(Head head, Payload payload) {
        super(head);
        this.payload = payload;
    }

    /** Returns the data. */
    public Payload payload() {
        return payload;
    }
}
