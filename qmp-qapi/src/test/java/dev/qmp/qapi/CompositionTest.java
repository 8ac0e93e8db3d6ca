package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompositionTest {
    private static final SchemaSource FIRST = SchemaSource.text("first.json", """
            { 'struct': 'Shared', 'data': { 'x': 'int' } }
            { 'command': 'a', 'returns': 'Shared' }
            """);

    @Test
    void composesSchemasInOrder() {
        Schema schema = SchemaCompiler.create().compile(List.of(FIRST, SchemaSource.text("second.json", """
                        { 'command': 'b', 'data': { 's': [ 'Shared' ] } }
                        { 'event': 'EV' }
                        """)));

        assertThat(schema.commands()).extracting(Command::name).containsExactly("a", "b");
        assertThat(schema.events()).extracting(Event::name).containsExactly("EV");
        assertThat(schema.modules())
                .extracting(SchemaModule::name)
                .containsExactly(SchemaModule.BUILTIN, "first.json", "second.json");
    }

    @Test
    void namesBothPlacesOfAClash() {
        SchemaSource second = SchemaSource.text("second.json", "\n{ 'command': 'a' }\n");

        assertThatThrownBy(() -> SchemaCompiler.create().compile(List.of(FIRST, second)))
                .isInstanceOf(SchemaException.class)
                .hasMessage("second.json: In command 'a':\nsecond.json:2: 'a' is already defined\n"
                        + "first.json: In command 'a':\nfirst.json:2: previous definition");
    }

    @Test
    void keepsPragmasToTheirSchema() {
        SchemaSource strict = SchemaSource.text("strict.json", """
                { 'pragma': { 'doc-required': true, 'command-name-exceptions': [ 'b_c' ] } }
                ##
                # @b_c:
                ##
                { 'command': 'b_c' }
                """);
        SchemaSource lax = SchemaSource.text("lax.json", "{ 'command': 'b_d' }\n");

        assertThat(SchemaCompiler.create().compile(List.of(strict, FIRST)).commands())
                .hasSize(2);
        assertThatThrownBy(() -> SchemaCompiler.create().compile(List.of(strict, lax)))
                .hasMessage(
                        "lax.json: In command 'b_d':\n" + "lax.json:1: name of command must not use uppercase or '_'");
    }

    @Test
    void keepsModulesOfTheSameNameApart() {
        Schema schema = SchemaCompiler.create()
                .compile(List.of(
                        SchemaSource.text("a/main.json", "{ 'command': 'a' }"),
                        SchemaSource.text("b/main.json", "{ 'command': 'b' }")));

        assertThat(schema.modules())
                .extracting(SchemaModule::name)
                .containsExactly(SchemaModule.BUILTIN, "main.json", "main.json");
        assertThat(schema.command("b").orElseThrow().source()).hasToString("b/main.json:1");
    }

    @Test
    void warnsOfReferencesToWhatIsDisabled() {
        SchemaSource source = SchemaSource.text("s.json", """
                { 'struct': 'Gone', 'data': {}, 'if': 'X' }
                { 'struct': 'St', 'data': { '*a': [ 'Gone' ], '*b': { 'type': 'Gone', 'if': 'X' } } }
                { 'command': 'c', 'returns': 'Gone' }
                """);

        CheckResult result =
                SchemaCompiler.create().withConfiguration(Configuration.none()).check(List.of(source), false);

        assertThat(result.isGood()).isTrue();
        assertThat(result.format()).isEqualTo("""
                        s.json: In struct 'St':
                        s.json:2: refers to struct type 'Gone', which is disabled
                        s.json: In command 'c':
                        s.json:3: refers to struct type 'Gone', which is disabled
                        """);
        assertThat(SchemaCompiler.create().check(List.of(source), false).diagnostics())
                .isEmpty();
    }
}
