package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocsModeTest {
    private static final String OLD = """
            { 'pragma': { 'doc-required': true } }
            ##
            # = Title
            ##

            ##
            # @c:
            #
            # @x : described under another name
            #
            # Note: a note
            #
            # Returns: nothing
            #
            # Example:
            #
            # -> { "execute": "c" }
            #
            # <- { "return": {} }
            #
            # Since: 1.0
            ##
            { 'command': 'c', 'data': { 'x': 'int' } }

            ##
            # free
            ##
            { 'struct': 'Aa', 'data': { } }
            """;

    private static CheckResult check(DocsMode mode) {
        return SchemaCompiler.create().withDocs(mode).check(List.of(SchemaSource.text("s.json", OLD)), false);
    }

    @Test
    void strictRefusesOldDocumentation() {
        assertThat(check(DocsMode.STRICT).format())
                .startsWith("s.json:11:1: The 'Note' section is no longer supported.");
    }

    @Test
    void warnSaysTheSameAsWarningsAndAccepts() {
        CheckResult result = check(DocsMode.WARN);

        assertThat(result.isGood()).isTrue();
        assertThat(result.errors()).isEmpty();
        assertThat(result.diagnostics().stream().map(Diagnostic::format))
                .satisfiesExactly(
                        note -> assertThat(note).startsWith("s.json:11:1: The 'Note' section is no longer supported."),
                        example -> assertThat(example)
                                .startsWith("s.json:15:1: The 'Example' section is no longer supported."),
                        empty -> assertThat(empty).isEqualTo("s.json:15: text required after 'Example:'"),
                        free -> assertThat(free).isEqualTo("s.json:25: definition documentation required"),
                        returns -> assertThat(returns)
                                .isEqualTo("s.json:13: 'Returns' section, but command doesn't return anything"),
                        required -> assertThat(required)
                                .isEqualTo("s.json: In struct 'Aa':\ns.json:28: documentation comment required"),
                        lacks -> assertThat(lacks)
                                .isEqualTo("s.json: In command 'c':\ns.json:23: member 'x' lacks documentation"),
                        unknown -> assertThat(unknown).isEqualTo("s.json:9: documented member 'x ' does not exist"));
    }

    @Test
    void warnKeepsTheDocumentation() {
        Doc doc = check(DocsMode.WARN)
                .schema()
                .orElseThrow()
                .command("c")
                .orElseThrow()
                .doc()
                .orElseThrow();

        assertThat(doc.sections(Doc.Kind.NOTE)).extracting(Doc.Section::text).containsExactly("a note");
        assertThat(doc.sections(Doc.Kind.EXAMPLE))
                .extracting(Doc.Section::text)
                .containsExactly("-> { \"execute\": \"c\" }\n\n<- { \"return\": {} }");
        assertThat(doc.sections(Doc.Kind.SINCE)).extracting(Doc.Section::text).containsExactly("1.0");
        assertThat(doc.member("x ")).contains("described under another name");
        assertThat(doc.member("x")).contains("");
    }

    @Test
    void offIgnoresDocumentation() {
        CheckResult result = check(DocsMode.OFF);

        assertThat(result.diagnostics()).isEmpty();
        Schema schema = result.schema().orElseThrow();
        assertThat(schema.docs()).isEmpty();
        assertThat(schema.command("c").orElseThrow().doc()).isEmpty();
    }

    @Test
    void offAllowsDocumentationCommentsInsideDefinitions() {
        String schema = "{ 'enum': 'En', 'data': [\n  ## not closed\n  'a' ] }\n";

        assertThat(SchemaCompiler.create()
                        .withDocs(DocsMode.OFF)
                        .check(List.of(SchemaSource.text("s.json", schema)), false)
                        .isGood())
                .isTrue();
    }

    @Test
    void offStillChecksPragmas() {
        String schema = "{ 'pragma': { 'documentation-exceptions': true } }\n";

        assertThat(SchemaCompiler.create()
                        .withDocs(DocsMode.OFF)
                        .check(List.of(SchemaSource.text("s.json", schema)), false)
                        .format())
                .isEqualTo("s.json:1: pragma documentation-exceptions must be a list of strings\n");
    }

    @Test
    void warnsOfIndentedTextThatEndsASectionSilently() {
        CheckResult result =
                SchemaCompiler.create().check(List.of(Corpus.source("ok-docs-silent-de-indent.json")), false);

        assertThat(result.isGood()).isTrue();
        assertThat(result.format()).isEqualTo("ok-docs-silent-de-indent.json:7:1: de-indented text ends the section\n");
    }

    @Test
    void warnRecoversFromStructuralFaults() {
        String schema = """
                ## junk
                #no space
                # text
                ## junk
                ##
                # @Aa
                ##
                { 'struct': 'Aa', 'data': { } }
                ##
                # @Bb:
                #
                # @m: x
                # @m: y
                # @: z
                #
                # Features:
                # text
                #
                # @m: again
                # not closed
                { 'struct': 'Bb', 'data': { 'm': 'int' } }
                """;
        CheckResult result = SchemaCompiler.create()
                .withDocs(DocsMode.WARN)
                .check(List.of(SchemaSource.text("s.json", schema)), false);

        assertThat(result.isGood()).isTrue();
        assertThat(result.diagnostics().stream().map(Diagnostic::message))
                .containsExactly(
                        "junk after '##' at start of documentation comment",
                        "missing space after #",
                        "junk after '##' at end of documentation comment",
                        "line should end with ':'",
                        "definition documentation required",
                        "'m' parameter name duplicated",
                        "invalid parameter name",
                        "feature descriptions expected",
                        "description of '@m:' follows a section",
                        "'m' parameter name duplicated",
                        "documentation comment must end with '##'",
                        "documented member '' does not exist");
    }

    @Test
    void warnsOfTheStyleOfStrictDocumentationOnly() {
        String schema = """
                ##
                # Free text. With two sentences!  And (fine).  See e.g. QEMU.
                # %s
                # \u00e4%s
                #   https://%s
                # 1. First.  Second? Third. Fourth
                #
                # ::
                #
                #     Literal. %s
                #
                # .. qmp-example::
                #    :title: One. Two
                #
                #     <- { "return": "%s. Three" }
                # Out again. Here
                #
                # ::
                ##

                ##
                # Wide\t. Tab
                ##
                """.formatted("x".repeat(69), "x".repeat(67), "x".repeat(80), "x".repeat(80), "x".repeat(80));
        List<SchemaSource> source = List.of(SchemaSource.text("s.json", schema));
        SchemaCompiler compiler = SchemaCompiler.create().withStyleWarnings();

        assertThat(compiler.check(source, false).diagnostics().stream().map(Diagnostic::format))
                .containsExactly(
                        "s.json:2:13: Use two spaces between sentences",
                        "s.json:3:1: documentation line longer than 70 characters",
                        "s.json:6:21: Use two spaces between sentences",
                        "s.json:16:13: Use two spaces between sentences",
                        "s.json:22:8: Use two spaces between sentences");
        assertThat(compiler.check(source, false).isGood()).isTrue();
        assertThat(compiler.withDocs(DocsMode.WARN).check(source, false).diagnostics())
                .isEmpty();
        assertThat(SchemaCompiler.create().check(source, false).diagnostics()).isEmpty();
    }
}
