package dev.qmp.json.internal.tree;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A cache of a value's printed forms, for values that are sent often: each is made when first needed. Thread: safe to share. */
final class Encoded {
    private static final int PRETTY_LEVELS = 8;

    /** Compact, then pretty at each level with LF line ends, then with CR LF. */
    private final AtomicReferenceArray<byte @Nullable []> forms = new AtomicReferenceArray<>(1 + 2 * PRETTY_LEVELS);

    /** Returns the index of the form that the writer is about to print; -1 for one that is not cached. */
    static int form(TreeWriter writer) {
        if (!writer.pretty()) {
            return 0;
        }
        if (writer.depth() >= PRETTY_LEVELS) {
            return -1;
        }
        return 1 + writer.depth() + (writer.crLf() ? PRETTY_LEVELS : 0);
    }

    byte @Nullable [] get(int form) {
        return forms.get(form);
    }

    void set(int form, byte[] bytes) {
        forms.set(form, bytes);
    }
}
