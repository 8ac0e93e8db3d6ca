package dev.qmp.json.internal.tree;

import jakarta.json.JsonValue;

/** Booleans out of values. Thread: stateless. */
final class Truth {
    private Truth() {}

    static boolean of(JsonValue value) {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw new ClassCastException("no boolean: " + value.getValueType());
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
