package dev.qmp.qapi.introspection;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.Type;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Makes what {@code query-qmp-schema} returns, entry by entry as QEMU does, and reads it. */
public final class Introspection {
    private Introspection() {}

    /**
     * Describes a schema as QEMU does by default.
     *
     * @param schema the schema
     * @return the list of all commands and events and of the types they use
     */
    public static JsonArray of(Schema schema) {
        return of(schema, IntrospectionOptions.DEFAULT);
    }

    /**
     * Describes a schema. Order and numbers come from the whole schema; then everything is dropped whose condition does not
     * hold in the schema's configuration, or that the policy hides.
     *
     * @param schema the schema
     * @param options how
     * @return the list of all commands and events and of the types they use; prepared to be printed often
     */
    public static JsonArray of(Schema schema, IntrospectionOptions options) {
        TypeUses uses = new TypeUses(new TypeNames(options.unmask()));
        EntryWriter writer = new EntryWriter(schema.configuration(), options, uses);
        JsonArrayBuilder list = JsonValues.array();
        for (SchemaModule module : schema.modules()) {
            for (SchemaEntity entity : module.entities()) {
                if (!(entity instanceof Type)) {
                    add(list, writer, entity);
                }
            }
        }
        for (Type type = uses.next(); type != null; type = uses.next()) {
            add(list, writer, type);
        }
        return (JsonArray) JsonValues.preencoded(list.build());
    }

    /**
     * Builds a schema from what {@code query-qmp-schema} returned: all that a client has. Types keep the names they have
     * there, mostly numbers; conditions, flags other than {@code allow-oob}, documentation and places are not known.
     *
     * @param returned the list, of QEMU 6.0 or later, or of this library; or the whole reply
     * @return the schema
     * @throws dev.qmp.qapi.SchemaException if it is not such a list
     */
    public static Schema toSchema(JsonValue returned) {
        return IntrospectionReader.read(returned);
    }

    private static void add(JsonArrayBuilder list, EntryWriter writer, SchemaEntity entity) {
        JsonObject entry = writer.entry(entity);
        if (writer.shows(entity)) {
            list.add(entry);
        }
    }
}
