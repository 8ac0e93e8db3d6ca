package dev.qmp.qapi.spi;

import dev.qmp.qapi.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * A service that makes one kind of output from a schema. Providers are found by {@link java.util.ServiceLoader}.
 */
public interface SchemaGenerator {
    /**
     * Returns the name under which users ask for this output.
     *
     * @return the name, such as {@code introspection}
     */
    String name();

    /**
     * Makes the output.
     *
     * @param schema the schema
     * @param options the options by name; a generator refuses those it does not know
     * @param outputDir the directory to write to; made if it does not exist
     * @throws IOException if writing fails
     * @throws IllegalArgumentException if an option is unknown or its value is not possible; the message is for users
     */
    void generate(Schema schema, Map<String, String> options, Path outputDir) throws IOException;

    /**
     * Finds a generator among the providers.
     *
     * @param name its name
     * @return the generator
     * @throws IllegalArgumentException if there is none of that name; the message is for users
     */
    static SchemaGenerator named(String name) {
        StringBuilder known = new StringBuilder();
        StringBuilder broken = new StringBuilder();
        Iterator<SchemaGenerator> providers =
                ServiceLoader.load(SchemaGenerator.class).iterator();
        boolean more = true;
        while (more) {
            try {
                more = providers.hasNext();
                if (more) {
                    SchemaGenerator generator = providers.next();
                    String its = generator.name();
                    if (name.equals(its)) {
                        return generator;
                    }
                    known.append(known.length() == 0 ? "" : ", ").append(its);
                }
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                // A broken provider does not take the others with it.
                broken.append("; one cannot be used: ")
                        .append(String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " "));
            }
        }
        throw new IllegalArgumentException("'" + name + "' is not one of " + known + broken);
    }
}
