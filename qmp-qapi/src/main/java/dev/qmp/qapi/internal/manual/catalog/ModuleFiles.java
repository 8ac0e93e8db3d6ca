package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.SourceInfo;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the module of text that belongs to no definition: by its file. */
final class ModuleFiles {
    private final Map<String, SchemaModule> byFile = new HashMap<>();
    private final List<SchemaModule> modules;

    ModuleFiles(Schema schema) {
        modules = schema.modules();
        for (SchemaModule module : modules) {
            for (SchemaEntity entity : module.entities()) {
                if (!entity.isImplicit()) {
                    byFile.putIfAbsent(entity.source().file(), module);
                }
            }
        }
    }

    /** Returns the module whose file has a comment, null if it is not known. */
    @Nullable
    SchemaModule of(Doc doc) {
        SourceInfo source = doc.source();
        return byFile.computeIfAbsent(source.file(), file -> byName(source));
    }

    private @Nullable SchemaModule byName(SourceInfo source) {
        List<SourceInfo> chain = source.includeChain();
        String root = chain.isEmpty() ? source.file() : chain.get(0).file();
        String name = relative(root, source.file());
        for (SchemaModule module : modules) {
            if (module.name().equals(name)) {
                return module;
            }
        }
        return null;
    }

    private static String relative(String root, String file) {
        try {
            Path from = Path.of(root).toAbsolutePath().normalize().getParent();
            Path to = Path.of(file).toAbsolutePath().normalize();
            return from == null ? file : from.relativize(to).toString().replace('\\', '/');
        } catch (InvalidPathException e) {
            return file;
        }
    }
}
