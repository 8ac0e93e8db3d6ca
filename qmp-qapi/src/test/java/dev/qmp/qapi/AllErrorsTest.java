package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllErrorsTest {
    private static List<String> errors(String schema) {
        CheckResult result = SchemaCompiler.create().check(List.of(SchemaSource.text("s.json", schema)), true);
        return result.errors().stream().map(Diagnostic::format).toList();
    }

    @Test
    void goesOnAtTheNextDefinitionAfterASyntaxError() {
        assertThat(errors("""
                { 'struct': 'Aa', 'data': { 'x' } }
                { 'struct': 'Bb', 'data': {}
                { 'struct': 'Cc', 'data': {} } }

                { 'struct': 'Dd', 'data': null }
                { 'struct': 'Ee' }
                """))
                .containsExactly(
                        "s.json:1:33: expected ':'",
                        "s.json:3:1: expected ',' or '}'",
                        "s.json:3:32: expected '{', '[', string, or boolean",
                        "s.json:5:27: stray 'null'",
                        "s.json: In struct 'Ee':\ns.json:6: struct misses key 'data'");
    }

    @Test
    void goesOnAfterABrokenDocumentationComment() {
        assertThat(errors("""
                { 'pragma': { 'doc-required': true } }
                ##
                # @Aa:
                #
                # @x:
                ##
                { 'struct': 'Aa', 'data': { 'x': 'int' } }
                ##
                # @Bb
                ##
                { 'struct': 'Bb', 'data': {} }
                { 'struct': 'Cc', 'data': {} }
                """))
                .containsExactly(
                        "s.json:5: text required after 'Member:'",
                        "s.json:9:1: line should end with ':'",
                        "s.json: In struct 'Cc':\ns.json:12: documentation comment required");
    }

    @Test
    void reportsOneErrorForEachDefinitionAndPhase() {
        assertThat(errors("""
                { 'struct': 'Aa', 'data': { 'x': 'None', 'y': 'Nix' } }
                { 'enum': 'Aa', 'data': [] }
                { 'command': 'c', 'gen': true, 'if': 'x' }
                { 'event': 'EV', 'data': 'int' }
                """))
                .containsExactly(
                        "s.json: In command 'c':\ns.json:3: 'if' condition 'x' of command is not a valid identifier",
                        "s.json: In enum 'Aa':\ns.json:2: 'Aa' is already defined\ns.json: In struct 'Aa':\n"
                                + "s.json:1: previous definition",
                        "s.json: In struct 'Aa':\ns.json:1: member 'x' uses unknown type 'None'",
                        "s.json: In event 'EV':\ns.json:4: event's 'data' cannot take built-in type 'int'");
    }

    @Test
    void doesNotReportWhatFollowsFromAnotherError() {
        assertThat(errors("""
                { 'struct': 'Lost', 'data': { 'x' } }
                { 'struct': 'Broken', 'foo': 'bar' }
                { 'struct': 'Aa', 'base': 'Lost', 'data': { 'l': 'Lost', 'b': [ 'Broken' ] } }
                { 'struct': 'Bb', 'base': 'Aa', 'data': {} }
                { 'command': 'c', 'data': 'Bb', 'returns': [ 'Lost' ] }
                """))
                .containsExactly(
                        "s.json:1:35: expected ':'", "s.json: In struct 'Broken':\ns.json:2: struct misses key 'data'");
    }

    @Test
    void goesOnAfterDirectivesAndIncludesThatFail() {
        assertThat(errors("""
                { 'include': 'none.json' }
                { 'pragma': { 'x': true } }
                'text'
                { 'struct': 'Aa' }
                """))
                .containsExactly(
                        "s.json:1: can't read include file 'none.json': No such file or directory",
                        "s.json:2: unknown pragma 'x'",
                        "s.json:3: top-level expression must be an object",
                        "s.json: In struct 'Aa':\ns.json:4: struct misses key 'data'");
    }

    @Test
    void refusesARootThatCannotBeRead() {
        CheckResult result = SchemaCompiler.create()
                .check(List.of(SchemaSource.of("dir/none.json", name -> Corpus.bytes(name))), true);

        assertThat(result.format()).isEqualTo("can't read schema file 'dir/none.json': No such file or directory\n");
    }
}
