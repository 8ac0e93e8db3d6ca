package dev.qmp.json.internal.parse;

import dev.qmp.json.internal.tree.ArrayValue;
import dev.qmp.json.internal.tree.Key;
import dev.qmp.json.internal.tree.KeyIndex;
import dev.qmp.json.internal.tree.ObjectValue;
import jakarta.json.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The grammar, token by token: builds the values of one message on a stack of its own. After the first fault nothing is built any more and
 * only brackets are counted, because the fault is reported where the message ends. Thread: confined to the parser that owns it.
 */
final class TreeBuilder {
    /** A value must follow. */
    private static final int VALUE = 0;
    /** A value or {@code ]}. */
    private static final int FIRST_ELEMENT = 1;
    /** A key. */
    private static final int KEY = 2;
    /** A key or a closing brace. */
    private static final int FIRST_KEY = 3;
    /** A colon. */
    private static final int COLON = 4;
    /** A comma or {@code ]}. */
    private static final int NEXT_ELEMENT = 5;
    /** A comma or a closing brace. */
    private static final int NEXT_MEMBER = 6;
    /** The message has a fault. */
    private static final int FAILED = 7;

    private static final String PREFIX = "JSON parse error, ";
    private static final int LONGEST_TEXT = 1023;
    private static final int KEPT_SLOTS = 4096;
    private static final int KEPT_FRAMES = 64;

    private int state;
    private int depth;
    private int braces;
    private int brackets;

    private Object[] stack = new Object[32];
    private int top;
    private int high;
    /** Of the innermost open container: its kind, and where its items begin on the stack. */
    private boolean inObject;

    private int base;
    /** Of the innermost open object: one bit for each key's hash, to see quickly that a key is new. */
    private long seen;
    /** Per open container: {@link #base} and {@link #seen} of the one around it. */
    private int[] outerBases = new int[8];

    private long[] outerSeen = new long[8];
    /** Per open container: the state it was opened in, and its kind. */
    private int[] outer = new int[8];

    private @Nullable KeyIndex[] indexes = new KeyIndex[8];

    private static final int OBJECT = 0x10;

    private @Nullable String error;
    private long errorOffset;
    private @Nullable JsonValue result;

    /** Whether the next token, if it begins a value, is to be turned into one. */
    boolean wantsValue() {
        return state <= FIRST_KEY;
    }

    boolean wantsKey() {
        return (state & ~1) == KEY;
    }

    /** The description of the fault of a message that has ended, or null when it has a value. */
    @Nullable
    String error() {
        return error;
    }

    long errorOffset() {
        return errorOffset;
    }

    /** The value of a message that has ended. */
    JsonValue result() {
        JsonValue value = result;
        if (value == null) {
            throw new IllegalStateException("no value");
        }
        return value;
    }

    /** Open braces and brackets together. */
    int nesting() {
        return state == FAILED ? braces + brackets : depth;
    }

    /** Notes the first fault of the message, which the given token shows. */
    void fail(String description, long offset) {
        if (state == FAILED) {
            return;
        }
        braces = 0;
        for (int i = 0; i < depth; i++) {
            if ((outer[i] & OBJECT) != 0) {
                braces++;
            }
        }
        brackets = depth - braces;
        state = FAILED;
        error = PREFIX + (description.length() > LONGEST_TEXT ? description.substring(0, LONGEST_TEXT) : description);
        errorOffset = offset;
    }

    /** Records the fault of a token in a place where it is not allowed. */
    void unexpected(long offset) {
        switch (state) {
            case COLON -> fail("missing : in object pair", offset);
            case NEXT_ELEMENT -> fail("expected separator in list", offset);
            case NEXT_MEMBER -> fail("expected separator in dict", offset);
            default -> fail("expecting value", offset);
        }
    }

    /** Takes a key; only when {@link #wantsKey}. */
    void key(Key key) {
        push(key);
        state = COLON;
    }

    /** Takes a key and its colon; only when {@link #wantsKey}. */
    void keyAndColon(Key key) {
        push(key);
        state = VALUE;
    }

    /**
     * Takes a value; only when {@link #wantsValue}.
     *
     * @return whether the message has ended
     */
    boolean value(JsonValue value, long offset) {
        if (depth == 0) {
            result = value;
            return true;
        }
        if (state >= KEY) {
            fail("key is not a string in object", offset);
            return false;
        }
        if (!inObject) {
            push(value);
            state = NEXT_ELEMENT;
        } else if (isNew()) {
            push(value);
            state = NEXT_MEMBER;
        } else {
            fail("duplicate key", offset);
        }
        return false;
    }

    /** Whether the key on the stack's top, the last one of the innermost object, is not among those before it. */
    private boolean isNew() {
        Key key = (Key) stack[top - 1];
        int members = (top - 1 - base) / 2;
        if (members >= ObjectValue.LINEAR) {
            return isNewAmongMany(key, members);
        }
        long bit = 1L << key.hashCode();
        if ((seen & bit) != 0) {
            for (int i = base; i < top - 1; i += 2) {
                if (key.equals(stack[i])) {
                    return false;
                }
            }
        }
        seen |= bit;
        return true;
    }

    private boolean isNewAmongMany(Key key, int members) {
        KeyIndex index = indexes[depth - 1];
        if (index == null) {
            index = new KeyIndex(stack, base, members);
            indexes[depth - 1] = index;
        }
        if (index.find(stack, base, key) >= 0) {
            return false;
        }
        index.add(stack, base, members);
        return true;
    }

    private void push(Object item) {
        if (top == stack.length) {
            stack = Arrays.copyOf(stack, 2 * top);
        }
        stack[top++] = item;
    }

    /** Takes an opening brace or bracket. */
    void open(boolean object, long offset) {
        if (state <= FIRST_KEY) {
            if (depth == outer.length) {
                growFrames();
            }
            outerBases[depth] = base;
            outerSeen[depth] = seen;
            outer[depth] = object ? state | OBJECT : state;
            depth++;
            inObject = object;
            base = top;
            seen = 0;
            state = object ? FIRST_KEY : FIRST_ELEMENT;
            return;
        }
        unexpected(offset);
        if (object) {
            braces++;
        } else {
            brackets++;
        }
    }

    private void growFrames() {
        outerBases = Arrays.copyOf(outerBases, 2 * depth);
        outerSeen = Arrays.copyOf(outerSeen, 2 * depth);
        outer = Arrays.copyOf(outer, 2 * depth);
        indexes = Arrays.copyOf(indexes, 2 * depth);
    }

    /**
     * Takes a closing brace.
     *
     * @return whether the message has ended
     */
    boolean closeObject(long offset) {
        if (state != NEXT_MEMBER && state != FIRST_KEY) {
            unexpected(offset);
            braces--;
            return balanced();
        }
        int frame = depth - 1;
        JsonValue object;
        if (state == FIRST_KEY) {
            object = ObjectValue.EMPTY;
        } else {
            object = ObjectValue.of(pop(), indexes[frame]);
            indexes[frame] = null;
        }
        return closed(object, frame, offset);
    }

    /**
     * Takes a closing bracket.
     *
     * @return whether the message has ended
     */
    boolean closeArray(long offset) {
        if (state != NEXT_ELEMENT && state != FIRST_ELEMENT) {
            unexpected(offset);
            brackets--;
            return balanced();
        }
        int frame = depth - 1;
        return closed(state == FIRST_ELEMENT ? ArrayValue.EMPTY : ArrayValue.of(pop()), frame, offset);
    }

    private Object[] pop() {
        if (top > high) {
            high = top;
        }
        Object[] items = new Object[top - base];
        System.arraycopy(stack, base, items, 0, items.length);
        top = base;
        return items;
    }

    private boolean closed(JsonValue container, int frame, long offset) {
        depth = frame;
        base = outerBases[frame];
        seen = outerSeen[frame];
        inObject = frame > 0 && (outer[frame - 1] & OBJECT) != 0;
        state = outer[frame] & ~OBJECT;
        return value(container, offset) || (state == FAILED && balanced());
    }

    private boolean balanced() {
        return braces < 0 || brackets < 0 || (braces == 0 && brackets == 0);
    }

    /** Whether there was a fault and the message ends here. */
    boolean failedWhole() {
        return state == FAILED && balanced();
    }

    /** Whether a comma is in place. */
    boolean wantsSeparator() {
        return state == NEXT_ELEMENT || state == NEXT_MEMBER;
    }

    /** Takes a comma; only when {@link #wantsSeparator}. */
    void separator() {
        state = state == NEXT_ELEMENT ? VALUE : KEY;
    }

    /** Whether a colon is in place. */
    boolean wantsColon() {
        return state == COLON;
    }

    /** Takes a colon; only when {@link #wantsColon}. */
    void colon() {
        state = VALUE;
    }

    /** Forgets everything. */
    void clear() {
        high = Math.max(high, top);
        if (stack.length > KEPT_SLOTS) {
            stack = new Object[32];
        } else {
            Arrays.fill(stack, 0, high, null);
        }
        if (outer.length > KEPT_FRAMES) {
            outerBases = new int[8];
            outerSeen = new long[8];
            outer = new int[8];
            indexes = new KeyIndex[8];
        } else if (state == FAILED || depth > 0) {
            Arrays.fill(indexes, null);
        }
        top = 0;
        high = 0;
        depth = 0;
        base = 0;
        seen = 0;
        inObject = false;
        state = VALUE;
        braces = 0;
        brackets = 0;
        error = null;
        result = null;
    }
}
