package dev.qmp.cli.schema;

import dev.qmp.cli.client.SchemaInput;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import org.jspecify.annotations.Nullable;

/**
 * One of the two schemas of a comparison.
 *
 * @param name as typed
 * @param schema what was read
 */
record DiffInput(String name, Schema schema) {
    /** Reads a schema; if that fails, the exception's message names the place. */
    static DiffInput read(SchemaInput from, String name) {
        return new DiffInput(name, from.read(name));
    }

    /** Returns where a declaration is: its file and line, or the name of the input. */
    String place(@Nullable SchemaEntity entity) {
        return entity == null || entity.source().file().isEmpty()
                ? name
                : entity.source().toString();
    }
}
