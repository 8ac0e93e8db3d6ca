package dev.qmp.qapi.validation;

import jakarta.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A container whose check has begun, and how far it is. The cursors of the containers around it form the stack of a {@link ValueCheck}.
 *
 * <p>Thread: confined to one check.
 */
final class Cursor {
    final @Nullable Cursor outer;
    final ContentCheck check;
    final JsonValue container;

    /** Of an object: the part whose members are looked at, the type itself or one of its branches. */
    @Nullable
    ObjectTypeCheck part;

    /** The next item to look at: of an array, or of the part's members. */
    int next;

    /** Of an object: how many of its members were found. */
    int found;

    private @Nullable Cursor inner;

    Cursor(@Nullable Cursor outer, ContentCheck check, JsonValue container) {
        this.outer = outer;
        this.check = check;
        this.container = container;
    }

    /** Leaves the container for an item of it, unless nothing in that is to be checked. */
    boolean descend(TypeCheck type, JsonValue item) {
        ContentCheck contents = type.contents(item);
        if (contents == null) {
            return false;
        }
        inner = new Cursor(this, contents, item);
        return true;
    }

    /** Returns the item that the container was left for, null if its check is over. */
    @Nullable
    Cursor takeInner() {
        Cursor taken = inner;
        inner = null;
        return taken;
    }
}
