package dev.qmp.qapi.internal.manual;

import dev.qmp.qapi.Schema;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.catalog.Changes;
import dev.qmp.qapi.internal.manual.page.Page;
import dev.qmp.qapi.internal.manual.page.Pages;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a reference manual: HTML pages in one directory, which need no server and nothing from elsewhere. The same schema
 * always gives the same bytes; a file that would not change is not written. Options: {@code title}, the manual's title;
 * {@code against}, a file with an older version of the schema, or with its introspection, from which differences are marked, or, with
 * {@code against-name}, the text of an introspection that is called so.
 * An older version that cannot be read or compiled ends it with a {@link dev.qmp.qapi.SchemaException}.
 *
 * <p>Thread: immutable.
 */
public final class ManualGenerator implements SchemaGenerator {
    private static final Set<String> OPTIONS = Set.of("title", "against", "against-name");
    private static final List<String> ASSETS = List.of("manual.css", "manual.js");

    /** Makes the generator. */
    public ManualGenerator() {}

    @Override
    public String name() {
        return "manual";
    }

    @Override
    public void generate(Schema schema, Map<String, String> options, Path outputDir) throws IOException {
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                throw new IllegalArgumentException("unknown option '" + option + "'");
            }
        }
        @Nullable String title = options.get("title");
        if (title != null && title.isBlank()) {
            throw new IllegalArgumentException("option 'title' needs a text");
        }
        @Nullable String against = options.get("against");
        Changes changes = against == null
                ? Changes.none()
                : Changes.between(
                        options.getOrDefault("against-name", against), older(against, options, schema), schema);
        List<Page> pages = Pages.of(Catalog.of(schema, title, changes));
        Files.createDirectories(outputDir);
        for (Page page : pages) {
            write(outputDir.resolve(page.file()), page.text().getBytes(StandardCharsets.UTF_8));
        }
        for (String asset : ASSETS) {
            write(outputDir.resolve(asset), asset(asset));
        }
    }

    private static Schema older(String against, Map<String, String> options, Schema schema) throws IOException {
        String name = options.get("against-name");
        return name == null
                ? Older.read(path(against), schema.configuration())
                : Older.introspection(name, against.getBytes(StandardCharsets.UTF_8));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("option 'against' is not a file's name: " + e.getReason(), e);
        }
    }

    private static byte[] asset(String name) throws IOException {
        try (InputStream in = ManualGenerator.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return in.readAllBytes();
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            Files.write(file, content);
        }
    }
}
