package dev.qmp.qapi.arguments;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object being put together from values at dotted keys.
 *
 * <p>Thread: confined to one reading.
 */
final class ValueTree {
    private final Node root = new Node(false);

    /** An inner object or array; children are nodes or values. */
    private record Node(boolean isArray, Map<String, Object> children) {
        Node(boolean isArray) {
            this(isArray, new LinkedHashMap<>());
        }
    }

    void put(List<Paths.Step> steps, JsonValue value, String key) {
        Node node = root;
        int last = steps.size() - 1;
        for (int i = 0; i < last; i++) {
            node = inner(node, steps.get(i), steps.get(i + 1).isIndex(), key);
        }
        put(node, steps.get(last), value, key);
    }

    private static Node inner(Node node, Paths.Step step, boolean isArray, String key) {
        Object child = child(node, step, key);
        if (child == null) {
            child = new Node(isArray);
            node.children.put(name(step), child);
        } else if (child instanceof JsonObject object && !isArray) {
            Node opened = new Node(false);
            opened.children.putAll(object);
            node.children.put(name(step), opened);
            child = opened;
        }
        if (child instanceof Node inner && inner.isArray == isArray) {
            return inner;
        }
        throw twice(key);
    }

    private static void put(Node node, Paths.Step step, JsonValue value, String key) {
        Object child = child(node, step, key);
        if (child == null) {
            node.children.put(name(step), value);
        } else if (child instanceof Node inner && !inner.isArray && value instanceof JsonObject object) {
            for (Map.Entry<String, JsonValue> member : object.entrySet()) {
                put(inner, new Paths.Step(member.getKey(), false), member.getValue(), key + "." + member.getKey());
            }
        } else {
            throw twice(key);
        }
    }

    private static @Nullable Object child(Node node, Paths.Step step, String key) {
        if (node.isArray != step.isIndex()) {
            throw twice(key);
        }
        return node.children.get(name(step));
    }

    private static String name(Paths.Step step) {
        return step.isIndex() ? String.valueOf(Integer.parseInt(step.name())) : step.name();
    }

    private static ArgumentException twice(String key) {
        return new ArgumentException("Parameter '" + key + "' is given twice");
    }

    JsonObject toJson() {
        return object(root, "");
    }

    private static JsonObject object(Node node, String prefix) {
        JsonObjectBuilder object = JsonValues.object();
        for (Map.Entry<String, Object> child : node.children.entrySet()) {
            object.add(child.getKey(), value(child.getValue(), prefix + child.getKey()));
        }
        return object.build();
    }

    private static JsonValue value(Object child, String key) {
        if (child instanceof JsonValue value) {
            return value;
        }
        Node node = (Node) child;
        return node.isArray ? array(node, key + ".") : object(node, key + ".");
    }

    private static JsonValue array(Node node, String prefix) {
        JsonArrayBuilder array = JsonValues.array();
        for (int i = 0; i < node.children.size(); i++) {
            Object child = node.children.get(String.valueOf(i));
            if (child == null) {
                throw new ArgumentException("Parameter '" + prefix + i + "' is missing");
            }
            array.add(value(child, prefix + i));
        }
        return array.build();
    }
}
