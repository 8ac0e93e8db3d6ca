package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.spi.SchemaGenerator;
import dev.qmp.qapi.tool.GenerateMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaGeneratorTest {
    /** Where the expected files lie; run with -Dgolden.update=true to write them anew after a look at the difference. */
    private static final Path GOLDEN = Path.of("src/test/resources/java/golden");

    private static final Map<String, String> SHAPES = Map.of("package", "org.example.shapes", "side", "both");

    @TempDir
    private Path folder;

    private static Schema schema(String file) {
        return SchemaCompiler.create().compile(SchemaSource.file(Path.of("src/test/resources/java", file)));
    }

    private void generate(String file, Map<String, String> options) throws IOException {
        SchemaGenerator.named("java").generate(schema(file), options, folder);
    }

    private static Map<String, String> texts(Path folder, String suffix) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(suffix)).forEach(file -> {
                try {
                    String name = file.getFileName().toString();
                    texts.put(name.substring(0, name.length() - suffix.length()), Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return texts;
    }

    @Test
    void writesWhatIsExpected() throws IOException {
        generate("shapes.json", SHAPES);
        Map<String, String> written = texts(folder.resolve("org/example/shapes"), ".java");
        if (Boolean.getBoolean("golden.update")) {
            for (Map.Entry<String, String> file : written.entrySet()) {
                Files.writeString(GOLDEN.resolve(file.getKey() + ".java.txt"), file.getValue());
            }
        }

        assertThat(written).isEqualTo(texts(GOLDEN, ".java.txt"));
        assertThat(String.join("", written.values()))
                .matches(text -> StandardCharsets.US_ASCII.newEncoder().canEncode(text))
                .doesNotContain("\r", "\t", " \n");
    }

    @Test
    void leavesFilesAloneThatWouldNotChangeAndDeletesThoseThatAreNoMore() throws IOException {
        Path classes = folder.resolve("org/example/shapes");
        generate("shapes.json", SHAPES);
        FileTime past = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(classes.resolve("Circle.java"), past);
        Files.writeString(classes.resolve("Mine.java"), "// not generated\n");
        Files.writeString(classes.resolve("Circle.txt"), "");

        generate("shapes.json", Map.of("package", "org.example.shapes", "side", "types", "prefix", "Other"));

        assertThat(Files.getLastModifiedTime(classes.resolve("Circle.java"))).isEqualTo(past);
        assertThat(texts(classes, ".java"))
                .containsKeys("Mine", "OtherEvent", "Circle")
                .doesNotContainKeys("ShapesEvent", "ShapesCommands", "ShapesClient");
        assertThat(classes.resolve("Circle.txt")).exists();
    }

    @Test
    void generatesWhatSomeModulesDeclareWithTheTypesThatItUses() throws IOException {
        Path main = folder.resolve("main.json");
        Files.writeString(
                folder.resolve("other.json"),
                "{ 'command': 'b', 'data': { 't': 'Tt', 'w': 'Uu' } }\n"
                        + "{ 'struct': 'Tt', 'data': {} } { 'struct': 'Uu', 'data': {} }");
        Files.writeString(main, "{ 'include': 'other.json' }\n{ 'command': 'a', 'data': { 't': 'Tt' } }");

        GenerateMain.main(new String[] {
            "java", main.toString(), folder.toString(), "package=p", "modules=main.json", "docs=off", "define=X"
        });

        assertThat(texts(folder.resolve("p"), ".java"))
                .containsOnlyKeys("AArguments", "MainCommands", "MainCommandsProvider", "Tt");
    }

    @Test
    void saysWhatIsWrongWithOptions() {
        assertRefused(Map.of(), "no package is given");
        assertRefused(Map.of("package", "a.class"), "'a.class' is not a package name");
        assertRefused(Map.of("package", "a", "side", "x"), "side 'x' is not one of types, server, client, both");
        assertRefused(Map.of("package", "a", "prefix", "1"), "prefix '1' is not an identifier");
        assertRefused(Map.of("package", "a", "resource", "x"), "resource 'x' does not begin with a slash");
        assertRefused(Map.of("package", "a", "modules", "x.json"), "the schema has no file 'x.json'");
        assertRefused(Map.of("package", "a", "colour", "x"), "unknown option 'colour'");
        assertThatThrownBy(() -> SchemaGenerator.named("cobol"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'cobol' is not one of introspection");
        assertThatThrownBy(() -> GenerateMain.main(new String[] {"java"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected: GENERATOR");
        assertThatThrownBy(() -> GenerateMain.main(new String[] {"java", "s.json", "o", "docs=x"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("docs: 'x' is not one of strict, warn, off");
    }

    private void assertRefused(Map<String, String> options, String message) {
        assertThatThrownBy(() -> generate("shapes.json", options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesARecordThatJavaCannotHave() throws IOException {
        StringBuilder text = new StringBuilder("{ 'struct': 'Large', 'data': { 'm': 'int'");
        for (int i = 0; i < 200; i++) {
            text.append(", 'm").append(i).append("': 'int'");
        }
        Path file = folder.resolve("large.json");
        Files.writeString(file, text.append(" } }"));
        assertThatThrownBy(() -> GenerateMain.main(
                        new String[] {"java", file.toString(), folder.toString(), "package=p", "side=types"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a Java record cannot have the 201 members of 'Large'; the most is 127");
        assertThat(folder.resolve("p")).doesNotExist();
    }
}
