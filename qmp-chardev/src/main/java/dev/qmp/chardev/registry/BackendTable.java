package dev.qmp.chardev.registry;

import dev.qmp.chardev.spi.ChardevBackend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of devices by their names, loaded on first use.
 *
 * <p>Thread: any; guarded by its own lock.
 */
final class BackendTable {
    private final Supplier<List<ChardevBackend>> source;

    // Guarded by this.
    private @Nullable Map<String, ChardevBackend> table;

    BackendTable(Supplier<List<ChardevBackend>> source) {
        this.source = source;
    }

    /** Finds a type by its name or an alias; null if there is none. */
    @Nullable
    ChardevBackend find(String name) {
        return table().get(name);
    }

    /** Returns all names and aliases. */
    List<String> names() {
        return List.copyOf(table().keySet());
    }

    private synchronized Map<String, ChardevBackend> table() {
        Map<String, ChardevBackend> known = table;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (ChardevBackend backend : source.get()) {
                known.put(backend.name(), backend);
                for (String alias : backend.aliases()) {
                    known.put(alias, backend);
                }
            }
            table = known;
        }
        return known;
    }
}
