package dev.qmp.qapi.typed;

import jakarta.json.JsonValue;

/** A value of a type that a QAPI schema declares. Implementations are immutable. */
public interface TypedValue {
    /**
     * Returns the value as it goes over the wire: members in the order of the schema, absent ones left out.
     *
     * @return the value
     */
    JsonValue toJson();
}
