package dev.qmp.monitor.internal.control;

import dev.qmp.dispatch.spi.CommandCatalog;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.introspection.IntrospectionOptions.OobListing;
import jakarta.json.JsonValue;
import java.util.EnumMap;
import java.util.Map;

/**
 * The value of {@code query-qmp-schema}, made and encoded once for each dialect.
 *
 * <p>Thread: safe for use by any thread.
 */
final class IntrospectionCache {
    private final ProviderContext context;

    // Guarded by this.
    private final Map<Dialect, JsonValue> values = new EnumMap<>(Dialect.class);

    IntrospectionCache(ProviderContext context) {
        this.context = context;
    }

    synchronized JsonValue of(Dialect dialect) {
        return values.computeIfAbsent(dialect, this::describe);
    }

    private JsonValue describe(Dialect dialect) {
        CommandCatalog commands = context.commands();
        IntrospectionOptions options = IntrospectionOptions.DEFAULT;
        if (dialect == Dialect.RFC) {
            options = options.withOob(OobListing.ALWAYS, commands.outOfBandCommands(dialect));
        }
        return JsonValues.preencoded(Introspection.of(commands.schema(), options));
    }
}
