package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Prints values, compact or pretty, at any depth of an enclosing text. Thread: confined to its owner. */
public final class TreeWriter {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int KEPT = 64;

    private final Output out;
    private final boolean pretty;
    private final boolean crLf;
    private int depth;
    private Container[] containers = new Container[8];
    private int[] nexts = new int[8];

    /** Makes a writer that appends to {@code out}; {@code crLf} is the line end, else LF. */
    public TreeWriter(Output out, boolean pretty, boolean crLf) {
        this.out = out;
        this.pretty = pretty;
        this.crLf = crLf;
    }

    /** The compact text of a value. */
    public static String text(JsonValue value) {
        Output out = new Output();
        new TreeWriter(out, false, false).value(value);
        return new String(out.array(), out.start(), out.size(), StandardCharsets.ISO_8859_1);
    }

    /** Where the bytes go. */
    public Output out() {
        return out;
    }

    /** Whether each member has a line of its own. */
    public boolean pretty() {
        return pretty;
    }

    boolean crLf() {
        return crLf;
    }

    /** How many containers are open. */
    public int depth() {
        return depth;
    }

    /** Appends a line end. */
    public void lineEnd() {
        if (crLf) {
            out.put2('\r', '\n');
        } else {
            out.put('\n');
        }
    }

    /** Forgets what is open. */
    public void restart() {
        depth = 0;
    }

    /** Opens an object or an array. */
    public void open(int bracket) {
        out.put(bracket);
        depth++;
    }

    /** Closes an object or an array. */
    public void close(int bracket) {
        depth--;
        if (pretty) {
            newLine();
        }
        out.put(bracket);
    }

    /** Appends the separators and white space before a member or an element. */
    public void separate(boolean first) {
        if (pretty) {
            if (!first) {
                out.put(',');
            }
            newLine();
        } else if (!first) {
            out.put2(',', ' ');
        }
    }

    private void newLine() {
        lineEnd();
        out.spaces(4 * depth);
    }

    /** Appends a member's name with what follows it. */
    public void name(String name) {
        Key.of(name).print(out, true);
    }

    /** Appends a boolean. */
    public void truth(boolean value) {
        out.put(value ? TRUE : FALSE);
    }

    /** Appends null. */
    public void nothing() {
        out.put(NULL);
    }

    /** Appends a value of any implementation. */
    public void value(JsonValue value) {
        if (value instanceof Scalar scalar) {
            scalar.print(out);
        } else if (value instanceof JsonStructure structure) {
            Container container = Trees.adopt(structure);
            if (!kept(container)) {
                structure(container);
            }
        } else {
            foreign(value);
        }
    }

    private void foreign(JsonValue value) {
        switch (value.getValueType()) {
            case TRUE -> out.put(TRUE);
            case FALSE -> out.put(FALSE);
            case NULL -> out.put(NULL);
            case STRING -> out.quoted(((JsonString) value).getString());
            case NUMBER -> Trees.adopt((JsonNumber) value).print(out);
            default -> throw new IllegalArgumentException("no JSON structure: " + value.getClass());
        }
    }

    /** Prints a container whose printed form is kept; returns false for any other. */
    private boolean kept(Container container) {
        Encoded encoded = container.encoded();
        int form = encoded == null ? -1 : Encoded.form(this);
        if (encoded == null || form < 0) {
            return false;
        }
        byte[] bytes = encoded.get(form);
        if (bytes == null) {
            TreeWriter writer = new TreeWriter(new Output(), pretty, crLf);
            writer.depth = depth;
            writer.structure(container);
            bytes = writer.out.toByteArray();
            encoded.set(form, bytes);
        }
        out.put(bytes);
        return true;
    }

    private void structure(Container root) {
        Container container = root;
        Object[] items = container.items();
        boolean object = container instanceof ObjectValue;
        int i = 0;
        int level = 0;
        open(object ? '{' : '[');
        while (true) {
            if (i == items.length) {
                close(object ? '}' : ']');
                if (level == 0) {
                    break;
                }
                level--;
                container = containers[level];
                items = container.items();
                object = container instanceof ObjectValue;
                i = nexts[level];
                continue;
            }
            if (pretty || !object) {
                separate(i == 0);
            }
            if (object) {
                ((Key) items[i]).print(out, i == 0 || pretty);
                i++;
            }
            Object item = items[i++];
            if (item instanceof ShortText text) {
                text.print(out);
            } else if (item instanceof Scalar scalar) {
                scalar.print(out);
            } else {
                Container child = child(item);
                if (child == null) {
                    foreign((JsonValue) item);
                } else if (!kept(child)) {
                    push(level++, container, i);
                    container = child;
                    items = container.items();
                    object = container instanceof ObjectValue;
                    i = 0;
                    open(object ? '{' : '[');
                }
            }
        }
        if (containers.length > KEPT) {
            containers = new Container[8];
            nexts = new int[8];
        }
    }

    /** Returns an item as this library's container, or null if it is not a structure. */
    private static @Nullable Container child(Object item) {
        if (item instanceof ObjectValue object) {
            return object;
        }
        if (item instanceof ArrayValue array) {
            return array;
        }
        if (item == JsonValue.TRUE || item == JsonValue.FALSE || item == JsonValue.NULL) {
            return null;
        }
        return item instanceof JsonStructure structure ? Trees.adopt(structure) : null;
    }

    private void push(int level, Container container, int next) {
        if (level == nexts.length) {
            containers = Arrays.copyOf(containers, 2 * level);
            nexts = Arrays.copyOf(nexts, 2 * level);
        }
        containers[level] = container;
        nexts[level] = next;
    }
}
