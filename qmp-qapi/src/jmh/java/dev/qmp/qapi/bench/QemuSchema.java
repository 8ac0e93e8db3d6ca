package dev.qmp.qapi.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds QEMU's own schemas, which are no part of this project. */
final class QemuSchema {
    private QemuSchema() {}

    /** Returns the root file of a release's schema in the folder {@code shared/qemu} beside the project. */
    static Path root(String release) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path found = at.resolve("shared/qemu").resolve(release).resolve("qapi/qapi-schema.json");
            if (Files.exists(found)) {
                return found;
            }
        }
        throw new IllegalStateException("QEMU's schemas (shared/qemu beside the project) are not at hand");
    }
}
