package dev.qmp.qapi.internal.manual;

import dev.qmp.qapi.Schema;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.page.Page;
import dev.qmp.qapi.internal.manual.page.Pages;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a reference manual: HTML pages in one directory, which need no server and nothing from elsewhere. The same schema
 * always gives the same bytes; a file that would not change is not written. Option: {@code title}, the manual's title.
 *
 * <p>Thread: immutable.
 */
public final class ManualGenerator implements SchemaGenerator {
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
            if (!option.equals("title")) {
                throw new IllegalArgumentException("unknown option '" + option + "'");
            }
        }
        @Nullable String title = options.get("title");
        if (title != null && title.isBlank()) {
            throw new IllegalArgumentException("option 'title' needs a text");
        }
        List<Page> pages = Pages.of(Catalog.of(schema, title));
        Files.createDirectories(outputDir);
        for (Page page : pages) {
            write(outputDir.resolve(page.file()), page.text().getBytes(StandardCharsets.UTF_8));
        }
        for (String asset : ASSETS) {
            write(outputDir.resolve(asset), asset(asset));
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
