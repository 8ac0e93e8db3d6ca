package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qmp.qapi.spi.SchemaGenerator;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaGeneratorTest {
    @TempDir
    Path dir;

    /** A generator that cannot be made. */
    public static final class Broken implements SchemaGenerator {
        /** Fails. */
        public Broken() {
            throw new IllegalStateException("two\nlines");
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public void generate(Schema schema, Map<String, String> options, Path outputDir) {}
    }

    @Test
    void findsTheOthersBesideBrokenProviders() throws Exception {
        Path services = Files.createDirectories(dir.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(SchemaGenerator.class.getName()), "example.Absent\n" + Broken.class.getName() + "\n");
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {dir.toUri().toURL()}, usual)) {
            thread.setContextClassLoader(loader);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SchemaGenerator.named("none"))
                    .withMessageContaining("'none' is not one of ")
                    .withMessageContaining("; one cannot be used: ")
                    .withMessageContaining("example.Absent")
                    .withMessageContaining("Broken")
                    .matches(e -> !String.valueOf(e.getMessage()).contains("\n"));
        } finally {
            thread.setContextClassLoader(usual);
        }
        assertThat(SchemaGenerator.named("java").name()).isEqualTo("java");
    }
}
