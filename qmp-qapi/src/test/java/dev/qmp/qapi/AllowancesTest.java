package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.diff.Allowances;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowancesTest {
    private static final SchemaDiff DIFF = SchemaDiff.of(
            SchemaCompiler.create()
                    .compile(SchemaSource.text(
                            "old.json", "{ 'command': 'a', 'data': { 'x': 'int', 'y': 'int' } } { 'command': 'b' }")),
            SchemaCompiler.create().compile(SchemaSource.text("new.json", "{ 'command': 'a', 'allow-oob': true }")));

    private static String remaining(String text) {
        Allowances allowances = Allowances.parse(text);
        return String.join(
                " ",
                DIFF.breaking(Peer.CLIENT).stream()
                        .filter(change -> !allowances.allows(change))
                        .map(change -> change.path().toString())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; a.arguments.x a.arguments.y b",
                "a.arguments.x; a.arguments.y b",
                "a.*; b",
                "*; ''",
                "* member-removed; b",
                "b  command-removed # announced; a.arguments.x a.arguments.y",
                "b member-removed; a.arguments.x a.arguments.y b",
                "# b; a.arguments.x a.arguments.y b",
                "a.arguments; a.arguments.x a.arguments.y b",
                "a.arguments?x; a.arguments.x a.arguments.y b"
            })
    void takesChangesOutByPathAndKind(String text, String remaining) {
        assertThat(remaining(text)).isEqualTo(remaining);
    }

    @Test
    void takesAHashInAPathForWhatItIs() {
        assertThat(DIFF.changes().stream().filter(Allowances.parse("a#allow-oob")::allows))
                .hasSize(1);
    }

    @Test
    void namesLinesThatAreOfNoUse() {
        assertThat(Allowances.parse("\nb\n  c # gone \n*.z  member-removed").unused(DIFF))
                .containsExactly(new Allowances.Line(3, "c"), new Allowances.Line(4, "*.z  member-removed"));
    }

    @Test
    void refusesWhatItDoesNotUnderstandWithItsLine() {
        assertThatThrownBy(() -> Allowances.parse("a\nb removed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2: 'removed' is not a kind of change");
        assertThatThrownBy(() -> Allowances.parse("a member-removed b"))
                .hasMessage("1: more than a path and a kind of change: 'a member-removed b'");
    }
}
