package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.SchemaError;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of one schema, from the root through its includes.
 *
 * <p>Thread: confined to one compilation.
 */
public final class SchemaReader {
    /** Includes within includes beyond this are refused before they exhaust the stack; two levels are usual. */
    private static final int MAX_DEPTH = 100;

    private final SchemaSource source;
    private final Reporter reporter;
    private final ParsedSchema schema;
    private final String rootDirectory;
    private final Set<String> seen = new HashSet<>();

    /** The files that lead to the one being read, and that one. */
    private final Set<String> open = new HashSet<>();

    private int textLeft = SchemaSource.MOST_BYTES;

    private SchemaReader(SchemaSource source, Reporter reporter) {
        this.source = source;
        this.reporter = reporter;
        String identity = source.resolver().identity(source.name());
        this.rootDirectory = FileNames.directory(identity);
        this.schema = new ParsedSchema(FileNames.relative(rootDirectory, identity));
    }

    /** Reads a schema. */
    public static ParsedSchema read(SchemaSource source, Reporter reporter) {
        SchemaReader reader = new SchemaReader(source, reporter);
        reader.readRoot();
        return reader.schema;
    }

    ParsedSchema schema() {
        return schema;
    }

    Reporter reporter() {
        return reporter;
    }

    String identity(String file) {
        return source.resolver().identity(file);
    }

    String module(String file) {
        return FileNames.relative(rootDirectory, identity(file));
    }

    private void readRoot() {
        String name = source.name();
        seen.add(identity(name));
        String text;
        try {
            text = load(name, null);
        } catch (SchemaError e) {
            reporter.recover(e);
            return;
        }
        parse(name, identity(name), null, text);
    }

    /** Reads an included file unless it was read before. */
    void include(String file, String identity, SourceInfo directive) {
        if (!seen.add(identity)) {
            return;
        }
        if (open.size() > MAX_DEPTH) {
            throw new SchemaError(Diagnostic.error(directive, 0, "includes are nested too deeply"));
        }
        parse(file, identity, directive, load(file, directive));
    }

    /** Tells whether a file is being read. */
    boolean isOpen(String identity) {
        return open.contains(identity);
    }

    private String load(String file, @Nullable SourceInfo directive) {
        byte[] bytes;
        try {
            bytes = source.resolver().read(file);
            if (bytes.length > textLeft) {
                throw new IOException("the schema has more than " + (SchemaSource.MOST_BYTES >> 20) + " MiB");
            }
        } catch (IOException e) {
            String what = directive == null ? "schema" : "include";
            String message = "can't read " + what + " file '" + file + "': " + SystemErrors.text(e);
            throw new SchemaError(Diagnostic.error(directive == null ? SourceInfo.NONE : directive, 0, message));
        }
        textLeft -= bytes.length;
        return SourceText.decode(bytes, file, directive);
    }

    private void parse(String file, String identity, @Nullable SourceInfo directive, String text) {
        open.add(identity);
        new FileParser(this, file, directive, text).parse();
        open.remove(identity);
    }
}
