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
    private final SchemaSource source;
    private final Reporter reporter;
    private final ParsedSchema schema;
    private final String rootDirectory;
    private final Set<String> seen = new HashSet<>();

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
        try {
            parse(name, null, load(name));
        } catch (IOException e) {
            String text = "can't read schema file '" + name + "': " + SystemErrors.text(e);
            reporter.recover(new SchemaError(Diagnostic.error(SourceInfo.NONE, 0, text)));
        }
    }

    /** Reads an included file unless it was read before. */
    void include(String file, SourceInfo directive) {
        if (!seen.add(identity(file))) {
            return;
        }
        String text;
        try {
            text = load(file);
        } catch (IOException e) {
            String message = "can't read include file '" + file + "': " + SystemErrors.text(e);
            throw new SchemaError(Diagnostic.error(directive, 0, message));
        }
        parse(file, directive, text);
    }

    private String load(String file) throws IOException {
        return SourceText.decode(source.resolver().read(file));
    }

    private void parse(String file, @Nullable SourceInfo directive, String text) {
        new FileParser(this, file, directive, text).parse();
    }
}
