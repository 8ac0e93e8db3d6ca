package dev.qmp.cli.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** The description of the command line, against itself and against the parsers that are written by hand. */
class DescriptionTest {
    static Stream<List<String>> paths() {
        return paths(List.of(), Tool.whole());
    }

    private static Stream<List<String>> paths(List<String> path, CommandLine line) {
        return Stream.concat(
                Stream.of(path),
                line.getSubcommands().entrySet().stream()
                        .flatMap(entry -> paths(
                                Stream.concat(path.stream(), Stream.of(entry.getKey()))
                                        .toList(),
                                entry.getValue())));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void describesEverythingInWords(List<String> path) {
        CommandLine line = Tool.at(path);
        for (ArgSpec argument : line.getCommandSpec().args()) {
            assertThat(argument.description()).as("%s", argument).isNotEmpty();
        }
        String text = Help.text(path, false);
        assertThat(text.lines()).allSatisfy(row -> assertThat(row.length()).isLessThanOrEqualTo(120));
        assertThat(text).contains("Usage: qmp", "--help").doesNotContain("%n", "%%", "\u001B");
        if (!path.isEmpty()) {
            assertThat(text).contains("Examples:\n  ").contains("qmp " + String.join(" ", path));
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void breaksHelpBetweenWordsOnly(List<String> path) {
        Set<String> shown = new TreeSet<>(List.of(Help.text(path, false).trim().split("\\s+")));
        CommandLine line = Tool.at(path);
        Stream<String> words = Stream.concat(
                        line.getCommandSpec().args().stream().map(argument -> SpecText.plain(argument.description())),
                        Stream.of(SpecText.plain(
                                line.getCommandSpec().usageMessage().description())))
                .flatMap(text -> Stream.of(text.trim().split("\\s+")));
        assertThat(shown).containsAll(words.toList());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void coloursTheHelpWhereThatIsWanted(List<String> path) {
        assertThat(Help.text(path, true)).contains("\u001B[");
    }

    @Test
    void knowsTheOptionsOfTheParserOfServe() throws IOException {
        Set<String> described = names(List.of("serve"));
        // QEMU's spellings and ports, and what the launcher adds: understood and not advertised.
        described.addAll(
                List.of("-help", "--preconfig", "--D", "-version", "-serial", "-parallel", "-debugcon", "--daemon-fd"));
        assertThat(described)
                .as("ServeDescription describes what ServeOptions parses")
                .isEqualTo(OptionNames.of(
                        "serve/ServeOptions", "serve/Bounds", "serve/QemuOptions", "schema/SchemaOptions"));
    }

    @Test
    void knowsTheOptionsOfTheParserOfProxy() throws IOException {
        Set<String> described = names(List.of("proxy"));
        described.add("-help");
        assertThat(described).isEqualTo(OptionNames.of("serve/ProxyOptions"));
    }

    @Test
    void knowsTheOptionsOfTheParserOfRecord() throws IOException {
        Set<String> described = names(List.of("record"));
        described.add("-help");
        assertThat(described).isEqualTo(OptionNames.of("serve/ProxyOptions", "serve/RecordOptions"));
    }

    @Test
    void knowsTheOptionsOfTheParserOfJson() throws IOException {
        assertThat(names(List.of("json"))).isEqualTo(OptionNames.of("json/JsonCommand"));
    }

    @Test
    void knowsTheOptionsOfTheParserOfSchema() throws IOException {
        Set<String> all = names(List.of("schema"));
        for (String subcommand : Tool.at(List.of("schema")).getSubcommands().keySet()) {
            if (!subcommand.equals("diff")) { // parsed by its description
                all.addAll(names(List.of("schema", subcommand)));
            }
        }
        assertThat(all)
                .isEqualTo(OptionNames.of(
                        "schema/SchemaCommand",
                        "schema/SchemaCommand$Parsed",
                        "schema/Generation",
                        "schema/SchemaOptions"));
    }

    private static Set<String> names(List<String> path) {
        return new TreeSet<>(Invocation.options(Tool.at(path)));
    }
}
