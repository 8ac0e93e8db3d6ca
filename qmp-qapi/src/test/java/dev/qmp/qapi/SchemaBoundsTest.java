package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that are too large, too deep or have no end are refused with a place; large ones within the bounds are read. */
class SchemaBoundsTest {
    @TempDir
    Path dir;

    private static final String TOO_LARGE = "the schema has more than 16 MiB";

    /** Checks in a thread with the stack that Java gives each by default: what is compiled needs more or less of it than what is not. */
    private static String check(SchemaSource source, boolean allErrors) throws Exception {
        FutureTask<String> task = new FutureTask<>(
                () -> SchemaCompiler.create().check(List.of(source), allErrors).format());
        new Thread(null, task, "default stack", 1024 * 1024).start();
        return task.get();
    }

    private static String check(String text) throws Exception {
        return check(SchemaSource.text("s.json", text), false);
    }

    private static String lines(int from, int to, IntFunction<String> line) {
        return IntStream.range(from, to).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void refusesFilesWithoutEnd() throws Exception {
        Path endless = Path.of("/dev/zero");
        assumeThat(endless).exists();
        Path root = Files.writeString(dir.resolve("main.json"), "\n{ 'include': '/dev/zero' }\n");

        assertThat(check(SchemaSource.file(endless), false))
                .isEqualTo("can't read schema file '/dev/zero': " + TOO_LARGE + "\n");
        assertThat(check(SchemaSource.file(root), false))
                .isEqualTo(root + ":2: can't read include file '/dev/zero': not a regular file\n");
    }

    @Test
    void countsTheTextOfAllFiles() throws Exception {
        byte[] quarter = " ".repeat(SchemaSource.MOST_BYTES / 4).getBytes(StandardCharsets.UTF_8);
        String main = lines(0, 4, i -> "{ 'include': 'f" + i + ".json' }");
        SchemaSource source = SchemaSource.of(
                "s.json", name -> name.equals("s.json") ? main.getBytes(StandardCharsets.UTF_8) : quarter);

        assertThat(check(source, false)).isEqualTo("s.json:4: can't read include file 'f3.json': " + TOO_LARGE + "\n");
        assertThat(check(" ".repeat(SchemaSource.MOST_BYTES))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesALongChainOfIncludes(boolean allErrors) throws Exception {
        SchemaSource source = SchemaSource.of("f0.json", name -> {
            int number = Integer.parseInt(name.substring(1, name.length() - 5));
            return ("{ 'include': 'f" + (number + 1) + ".json' }").getBytes(StandardCharsets.UTF_8);
        });

        List<String> lines = check(source, allErrors).lines().toList();

        assertThat(lines).hasSize(101).last().isEqualTo("f100.json:1: includes are nested too deeply");
        assertThat(lines.subList(0, 100)).allMatch(line -> line.matches("In file included from f\\d+\\.json:1:"));
    }

    @Test
    void refusesIncludesThatGoRoundThroughLinks() throws Exception {
        Files.createSymbolicLink(dir.resolve("here"), Path.of("."));
        Path root = Files.writeString(dir.resolve("main.json"), "{ 'include': 'here/main.json' }\n");

        assertThat(check(SchemaSource.file(root), false).lines().toList())
                .last()
                .asString()
                .matches(".*/main\\.json:1: can't read include file '.*': .*[Ll]inks.*|.*: File name too long");
    }

    @Test
    void namesThePlaceOfBytesThatAreNotUtf8() throws Exception {
        Path root = dir.resolve("main.json");
        Files.write(root, "# \u00e9\r\n\r{ 'x': \u00e9\u00ff }".getBytes(StandardCharsets.UTF_8));
        assertThat(check(SchemaSource.file(root), false)).isEqualTo(root + ":3:8: stray '\u00e9\u00ff'\n");
        Files.write(root, "# \u00e9\n\n# \u00fc\u00ff".getBytes(StandardCharsets.UTF_8));
        assertThat(check(SchemaSource.file(root), false)).isEmpty();
        byte[] bad = "# \u00e9\r\n\r# \u00fc?".getBytes(StandardCharsets.UTF_8);
        bad[bad.length - 1] = (byte) 0xC3;
        Files.write(root, bad);
        assertThat(check(SchemaSource.file(root), false)).isEqualTo(root + ":3:4: not UTF-8\n");
        Path outer = Files.writeString(dir.resolve("outer.json"), "\n{ 'include': 'main.json' }\n{ 'oops': 1 }\n");
        assertThat(check(SchemaSource.file(outer), true))
                .isEqualTo("In file included from " + outer + ":2:\n" + root + ":3:4: not UTF-8\n" + outer
                        + ":3:11: stray '1'\n");
    }

    @Test
    void namesThePlaceWhereverTheBadByteIs() throws Exception {
        for (int at : new int[] {0, 1, 8190, 8191, 8192, 8193, 16384, 20000}) {
            byte[] text = new byte[20001];
            java.util.Arrays.fill(text, (byte) ' ');
            text[at] = (byte) 0xFF;
            assertThat(check(SchemaSource.of("s.json", name -> text), false))
                    .isEqualTo("s.json:1:" + (at + 1) + ": not UTF-8\n");
        }
    }

    @Test
    void saysOfEveryKindOfFileWhyItCannotBeRead() throws Exception {
        assertThat(check(
                        SchemaSource.of("s.json", name -> {
                            throw new NoSuchFileException(name);
                        }),
                        false))
                .isEqualTo("can't read schema file 's.json': No such file or directory\n");
        assertThat(check(
                        SchemaSource.of("s.json", name -> {
                            throw new IOException("two\nlines");
                        }),
                        false))
                .isEqualTo("can't read schema file 's.json': two lines\n");
        Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("link"));
        assertThat(check(SchemaSource.file(link), false).lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("'" + link + "'");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesALongChainOfBases(boolean basesFirst) throws Exception {
        String text = basesFirst
                ? "{ 'struct': 'S0s', 'data': {} }\n"
                        + lines(
                                1,
                                4000,
                                i -> "{ 'struct': 'S" + i + "s', 'base': 'S" + (i - 1) + "s', 'data': { 'm" + i
                                        + "': 'int' } }")
                : lines(
                                0,
                                4000,
                                i -> "{ 'struct': 'S" + i + "s', 'base': 'S" + (i + 1) + "s', 'data': { 'm" + i
                                        + "': 'int' } }")
                        + "{ 'struct': 'S4000s', 'data': {} }\n";

        assertThat(check(text))
                .isEqualTo("s.json: In struct 'S500s':\ns.json:501: object S500s is nested too deeply\n");
    }

    @Test
    void refusesBasesThatAddUp() throws Exception {
        String wide = "{ 'struct': 'Wide', 'data': {\n" + lines(0, 20_000, i -> "'m" + i + "': 'int',")
                + "'last': 'int' } }\n";
        String text = wide + lines(0, 100, i -> "{ 'struct': 'D" + i + "d', 'base': 'Wide', 'data': {} }");

        assertThat(check(text))
                .isEqualTo("s.json: In struct 'D51d':\ns.json:20054: object D51d makes it more than 1048576 members in"
                        + " the schema, with those of bases\n");
    }

    @Test
    void checksUnionsWithinUnionsOnce() throws Exception {
        StringBuilder text = new StringBuilder("{ 'enum': 'Ee', 'data': [ 'a', 'b', 'c' ] }\n");
        int levels = 60;
        for (int i = 0; i < levels; i++) {
            String inner = i + 1 < levels ? "'U" + (i + 1) + "u'" : "'Leaf'";
            text.append("{ 'union': 'U" + i + "u', 'base': { 't" + i + "': 'Ee' }, 'discriminator': 't" + i
                    + "', 'data': { 'a': " + inner + ", 'b': " + inner + ", 'c': " + inner + " } }\n");
        }
        String leaf = "{ 'struct': 'Leaf', 'data': { 'x': 'int' } }\n";

        assertThat(check(text + leaf)).isEmpty();
        assertThat(check(text + leaf.replace("'x'", "'t0'")))
                .isEqualTo(
                        "s.json: In union 'U0u':\ns.json:2: member 't0' of type 'Leaf' collides with base member 't0'\n");
    }

    @Test
    void readsManyMembersValuesAndBranches() throws Exception {
        int count = 50_000;
        String members = lines(0, count, i -> "'m" + i + "': 'int',") + "'last': 'int'";
        String values = lines(0, count, i -> "'m" + i + "',") + "'last'";
        String documented = "##\n# @Ss:\n#\n" + lines(0, count, i -> "# @m" + i + ": x\n#") + "# @last: x\n##\n";

        assertThat(check("{ 'struct': 'Ss', 'data': {" + members + "} }")).isEmpty();
        assertThat(check(documented + "{ 'struct': 'Ss', 'data': {" + members + "} }"))
                .isEmpty();
        assertThat(check("{ 'pragma': { 'documentation-exceptions': [ 'Ss' ] } }\n##\n# @Ss:\n##\n"
                        + "{ 'struct': 'Ss', 'data': {" + members + "} }"))
                .isEmpty();
        assertThat(check("{ 'enum': 'Ee', 'data': [" + values + "] }\n{ 'struct': 'Ss', 'data': {} }\n"
                        + "{ 'union': 'Uu', 'base': { 't': 'Ee' }, 'discriminator': 't', 'data': {"
                        + members.replace("'int'", "'Ss'") + "} }"))
                .isEmpty();
        assertThat(check("{ 'command': 'c', 'if': { 'all': [" + lines(0, count, i -> "'M" + i + "',") + "'LAST'] } }"))
                .isEmpty();
    }

    @Test
    void readsConditionsUpToTheDepthOfTheSyntax() throws Exception {
        String good = "{ 'command': 'c', 'if': " + "{ 'not': ".repeat(499) + "'X'" + " }".repeat(499) + " }\n";
        String bad = "{ 'command': 'c', 'if': " + "{ 'not': ".repeat(100_000) + "'X'" + " }".repeat(100_000) + " }\n";

        assertThat(check(good)).isEmpty();
        assertThat(check(bad)).matches("s\\.json:1:\\d+: nested too deeply\n");
        assertThat(check("[".repeat(1_000_000))).matches("s\\.json:1:\\d+: nested too deeply\n");
    }

    @Test
    void makesEverythingOfTheDeepestSchema() throws Exception {
        String text = lines(
                        0,
                        499,
                        i -> "{ 'struct': 'S" + i + "s', 'base': 'S" + (i + 1) + "s', 'data': {"
                                + (i % 10 == 8 ? " 'm" + i + "': 'int'" : "") + " } }")
                + "{ 'struct': 'S499s', 'data': {} }\n{ 'command': 'c', 'data': 'S0s', 'returns': 'S0s' }\n";
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            Schema schema = SchemaCompiler.create().compile(SchemaSource.text("s.json", text));
            assertThat(Introspection.of(schema).toString()).contains("m498");
            SchemaGenerator.named("manual").generate(schema, java.util.Map.of(), dir.resolve("manual"));
            SchemaGenerator.named("java").generate(schema, java.util.Map.of("package", "p"), dir.resolve("java"));
            return true;
        });
        new Thread(null, task, "default stack", 1024 * 1024).start();

        assertThat(task.get()).isTrue();
    }
}
