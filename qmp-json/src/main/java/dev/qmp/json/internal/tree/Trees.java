package dev.qmp.json.internal.tree;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What concerns whole trees, whatever their depth: nothing here recurses. Thread: stateless. */
public final class Trees {
    private Trees() {}

    static boolean equal(Container a, Container b) {
        ArrayDeque<Container> open = new ArrayDeque<>();
        open.push(a);
        open.push(b);
        while (!open.isEmpty()) {
            Container right = open.pop();
            Container left = open.pop();
            Object[] ours = left.items();
            if (left == right || ours == right.items()) {
                continue;
            }
            if (ours.length != right.items().length) {
                return false;
            }
            ObjectValue members = right instanceof ObjectValue object ? object : null;
            for (int i = 0; i < ours.length; i++) {
                Object theirs;
                if (members == null) {
                    theirs = right.items()[i];
                } else {
                    theirs = members.valueOf((Key) ours[i++]);
                }
                if (!same(ours[i], theirs, open)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean same(Object x, @Nullable Object y, ArrayDeque<Container> later) {
        if (x instanceof Container a && y instanceof Container b) {
            if (a.getValueType() != b.getValueType()) {
                return false;
            }
            later.push(a);
            later.push(b);
            return true;
        }
        return x.equals(y);
    }

    /** Half-hashed containers, innermost first. */
    private record Frame(Container container, int next, int hash) {}

    static int hash(Container root) {
        ArrayDeque<Frame> open = new ArrayDeque<>();
        Container container = root;
        int i = 0;
        int hash = seed(root);
        while (true) {
            Object[] items = container.items();
            boolean object = container instanceof ObjectValue;
            Container child = null;
            while (i < items.length && child == null) {
                if (object) {
                    i++;
                }
                if (items[i] instanceof Container inner) {
                    child = inner;
                } else {
                    hash = combine(items, i, object, hash, items[i].hashCode());
                    i++;
                }
            }
            if (child != null) {
                open.push(new Frame(container, i, hash));
                container = child;
                i = 0;
                hash = seed(child);
                continue;
            }
            Frame outer = open.poll();
            if (outer == null) {
                return hash;
            }
            container = outer.container;
            i = outer.next;
            hash = combine(container.items(), i, container instanceof ObjectValue, outer.hash, hash);
            i++;
        }
    }

    private static int seed(Container container) {
        return container instanceof ObjectValue ? 0 : 1;
    }

    private static int combine(Object[] items, int i, boolean object, int hash, int item) {
        return object ? hash + (((Key) items[i - 1]).hash() ^ item) : 31 * hash + item;
    }

    /** Returns a structure as this library's implementation; its members may remain another's. */
    static Container adopt(JsonStructure structure) {
        if (structure instanceof Container ours) {
            return ours;
        }
        if (structure instanceof JsonObject object) {
            Object[] slots = new Object[2 * object.size()];
            int i = 0;
            for (Map.Entry<String, JsonValue> member : object.entrySet()) {
                slots[i++] = Key.of(member.getKey());
                slots[i++] = member.getValue();
            }
            return ObjectValue.of(slots, KeyIndex.forObject(slots));
        }
        return ArrayValue.of(((JsonArray) structure).toArray());
    }

    /** Returns a value equal to the given one that {@link TreeWriter} prints from bytes it keeps. */
    public static JsonValue preencoded(JsonValue value) {
        if (!(value instanceof JsonStructure structure)) {
            return value;
        }
        Container ours = adopt(structure);
        return ours instanceof ObjectValue object ? object.preencoded() : ((ArrayValue) ours).preencoded();
    }

    /** Returns a number as this library's implementation. */
    public static NumberValue adopt(JsonNumber number) {
        return number instanceof NumberValue ours ? ours : DecimalValue.of(number.bigDecimalValue());
    }
}
