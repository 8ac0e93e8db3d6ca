package dev.qmp.qapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The schemas among the test resources. */
final class Corpus {
    private Corpus() {}

    /** Takes a schema of the corpus as its source; its name is the file's name within the corpus. */
    static SchemaSource source(String file) {
        return SchemaSource.of(file, Corpus::bytes);
    }

    static byte[] bytes(String file) throws IOException {
        try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + SchemaPaths.normalize(file))) {
            if (in == null) {
                throw new NoSuchFileException(file);
            }
            return in.readAllBytes();
        }
    }

    static String text(String file) {
        try {
            return new String(bytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names, without suffix, of all files of the corpus that have a suffix. */
    static List<String> names(String suffix) {
        try {
            Path root = Path.of(
                            Corpus.class.getResource("/corpus/ok-empty.json").toURI())
                    .getParent();
            try (Stream<Path> files = Files.list(root)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(suffix))
                        .map(file -> file.substring(0, file.length() - suffix.length()))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
