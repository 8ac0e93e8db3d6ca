package dev.qmp.qapi.typed;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** A value of a type that is an object on the wire. Implementations are immutable. */
public interface TypedObject extends TypedValue {
    @Override
    default JsonObject toJson() {
        JsonObjectBuilder out = JsonValues.object();
        addTo(out);
        return out.build();
    }

    /**
     * Adds the members to an object: in the order of the schema, absent ones left out.
     *
     * @param out takes the members
     */
    void addTo(JsonObjectBuilder out);
}
