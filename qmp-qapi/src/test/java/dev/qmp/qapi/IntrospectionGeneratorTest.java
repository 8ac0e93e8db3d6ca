package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qmp.json.JsonText;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.internal.introspect.IntrospectionGenerator;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntrospectionGeneratorTest {
    private static final Schema SCHEMA =
            SchemaCompiler.create().compile(SchemaSource.text("s.json", "{ 'command': 'c' }"));

    @TempDir
    Path dir;

    private String generate(Map<String, String> options) throws IOException {
        SchemaGenerator generator = new IntrospectionGenerator();
        assertThat(generator.name()).isEqualTo("introspection");
        generator.generate(SCHEMA, options, dir.resolve("new/out"));
        return Files.readString(dir.resolve("new/out/query-qmp-schema.json"));
    }

    @Test
    void writesTheList() throws IOException {
        assertThat(JsonText.parse(generate(Map.of()))).isEqualTo(Introspection.of(SCHEMA));
    }

    @Test
    void unmasksAndIndents() throws IOException {
        String text = generate(Map.of("unmask", "on", "pretty", "on"));

        assertThat(text)
                .contains("q_empty")
                .contains("\n        \"name\": \"c\"")
                .endsWith("]\n");
        assertThat(generate(Map.of("unmask", "off", "pretty", "off"))).doesNotContain("q_empty", "\n ");
    }

    @Test
    void refusesUnknownOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(Map.of("nonsense", "on")))
                .withMessage("unknown option 'nonsense'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(Map.of("pretty", "yes")))
                .withMessage("option 'pretty' expects 'on' or 'off'");
    }
}
