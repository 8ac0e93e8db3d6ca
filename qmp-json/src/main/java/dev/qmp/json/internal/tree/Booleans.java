package dev.qmp.json.internal.tree;

import jakarta.json.JsonValue;

/** Converts values to Java's booleans. Thread: stateless. */
final class Booleans {
    private Booleans() {}

    static boolean of(JsonValue value) {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw new ClassCastException("not a boolean: " + value.getValueType());
        };
    }

    static boolean of(JsonValue value, boolean otherwise) {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> otherwise;
        };
    }
}
