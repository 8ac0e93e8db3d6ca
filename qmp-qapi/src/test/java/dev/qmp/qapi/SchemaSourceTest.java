package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaSourceTest {
    @TempDir
    Path dir;

    private Path write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private static String check(Path root) {
        return SchemaCompiler.create()
                .check(List.of(SchemaSource.file(root)), false)
                .format();
    }

    @Test
    void readsFilesAndTheirIncludes() throws IOException {
        write("sub/a.json", "{ 'struct': 'Aa', 'data': {} }\n");
        Path root = write("sub/deep/main.json", "{ 'include': '../a.json' }\n{ 'command': 'c', 'returns': 'Aa' }\n");

        Schema schema = SchemaCompiler.create().compile(SchemaSource.file(root));

        assertThat(schema.modules())
                .extracting(SchemaModule::name)
                .containsExactly(SchemaModule.BUILTIN, "main.json", "../a.json");
        SourceInfo source = schema.type("Aa").orElseThrow().source();
        assertThat(source.file()).isEqualTo(dir.resolve("sub/deep") + "/../a.json");
        assertThat(source.includeChain()).containsExactly(new SourceInfo(root.toString(), 1, null));
    }

    @Test
    void takesAbsoluteIncludes() throws IOException {
        Path included = write("other/a.json", "{ 'struct': 'Aa' }\n");
        Path root = write("main.json", "{ 'include': '" + included + "' }\n");

        assertThat(check(root))
                .isEqualTo("In file included from " + root + ":1:\n" + included + ": In struct 'Aa':\n" + included
                        + ":1: struct misses key 'data'\n");
    }

    @Test
    void recognisesAFileUnderTwoNames() throws IOException {
        write("a.json", "{ 'struct': 'Aa', 'data': {} }\n");
        Path root = write("main.json", "{ 'include': 'a.json' }\n{ 'include': 'x/../a.json' }\n");

        assertThat(check(root)).isEmpty();
    }

    @Test
    void saysWhyARootCannotBeRead() {
        Path root = dir.resolve("none.json");

        assertThat(check(root)).isEqualTo("can't read schema file '" + root + "': No such file or directory\n");
        assertThat(check(dir)).isEqualTo("can't read schema file '" + dir + "': Is a directory\n");
    }

    @Test
    void saysWhyAnIncludeCannotBeRead() throws IOException {
        Path root = write("main.json", "{ 'include': 'sub' }\n");
        Files.createDirectory(dir.resolve("sub"));

        assertThat(check(root)).isEqualTo(root + ":1: can't read include file '" + dir + "/sub': Is a directory\n");
    }

    @Test
    void readsNothingThatCouldBlockOrComesFromElsewhere() throws Exception {
        Path tree = Files.createDirectory(dir.resolve("tree"));
        Path elsewhere = write("elsewhere.json", "{ 'struct': 'Aa', 'data': {} }\n");
        Path pipe = pipe(tree.resolve("pipe"));
        Files.createSymbolicLink(tree.resolve("to-pipe"), pipe);
        Files.createSymbolicLink(tree.resolve("out"), elsewhere);
        Files.createSymbolicLink(tree.resolve("sub"), dir);
        Files.createSymbolicLink(tree.resolve("gone"), tree.resolve("none"));
        Files.createSymbolicLink(tree.resolve("round"), Path.of("round"));
        String link = "a link to '" + elsewhere.toRealPath() + "', outside the schema's folder";
        Map<String, String> reasons = Map.of(
                "pipe", "not a regular file",
                "to-pipe", "not a regular file",
                "out", link,
                "sub/elsewhere.json", link,
                "gone", "No such file or directory",
                "round", "Too many levels of symbolic links");

        for (Map.Entry<String, String> each : reasons.entrySet()) {
            Path root = write("tree/main.json", "\n{ 'include': '" + each.getKey() + "' }\n");
            assertThat(check(root))
                    .startsWith(root + ":2: can't read include file '" + tree + "/" + each.getKey() + "': ")
                    .contains(each.getValue())
                    .hasLineCount(1);
        }
        assertThat(check(pipe)).isEqualTo("can't read schema file '" + pipe + "': not a regular file\n");
        assertThat(check(write("tree/self.json", "{ 'include': 'self.json' }\n")))
                .isEqualTo(tree + "/self.json:1: inclusion loop for self.json\n");
    }

    @Test
    void followsLinksWithinTheTreeAndLinksToTheWholeTree() throws IOException {
        write("tree/real/a.json", "{ 'struct': 'Aa', 'data': {} }\n");
        write("tree/main.json", "{ 'include': 'b.json' }\n");
        Files.createSymbolicLink(dir.resolve("tree/b.json"), Path.of("real/a.json"));
        Files.createSymbolicLink(dir.resolve("whole"), dir.resolve("tree"));
        Files.createDirectory(dir.resolve("farm"));
        Files.createSymbolicLink(dir.resolve("farm/main.json"), dir.resolve("tree/main.json"));
        Files.createSymbolicLink(dir.resolve("farm/b.json"), dir.resolve("tree/b.json"));

        assertThat(check(dir.resolve("tree/main.json"))).isEmpty();
        assertThat(check(dir.resolve("whole/main.json"))).isEmpty();
        assertThat(check(dir.resolve("farm/main.json"))).isEmpty();
    }

    @Test
    void saysThatAFileMayNotBeRead() throws IOException {
        Path secret = write("secret.json", "{ 'struct': 'Aa', 'data': {} }\n");
        Files.setPosixFilePermissions(secret, Set.of());
        assumeThat(Files.isReadable(secret)).isFalse();
        Path root = write("main.json", "{ 'include': 'secret.json' }\n");

        assertThat(check(root)).isEqualTo(root + ":1: can't read include file '" + secret + "': Permission denied\n");
        assertThat(check(secret)).isEqualTo("can't read schema file '" + secret + "': Permission denied\n");
    }

    private static Path pipe(Path path) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        return path;
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        Path root = dir.resolve("main.json");
        Files.write(root, new byte[] {'#', (byte) 0xC3, '\n'});

        assertThat(check(root)).isEqualTo(root + ":1:2: not UTF-8\n");
        Files.writeString(root, "# \uFFFD is a character like others\n", StandardCharsets.UTF_8);
        assertThat(check(root)).isEmpty();
    }

    @Test
    void takesAllKindsOfLineEnds() {
        String text = "# one\r\n{ 'struct': 'Aa',\r  'data': {} }\r\n\r\n;";

        assertThat(SchemaCompiler.create()
                        .check(List.of(SchemaSource.text("s.json", text)), false)
                        .format())
                .isEqualTo("s.json:5:1: stray ';'\n");
    }

    @Test
    void takesNamesThatAreNoPathsForMissingFiles() {
        SchemaSource source = SchemaSource.file(dir.resolve("main.json"));

        assertThatThrownBy(() -> source.resolver().read("a\u0000b")).isInstanceOf(NoSuchFileException.class);
        assertThat(source.resolver().identity("x/../a\u0000b")).isEqualTo("a\u0000b");
    }

    @Test
    void namesItself() {
        assertThat(SchemaSource.text("x.json", "")).hasToString("x.json");
        assertThat(SchemaSource.file(Path.of("a", "b.json")).name()).isEqualTo("a/b.json");
    }
}
