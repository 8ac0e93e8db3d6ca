package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a handler that was written for one declaration can serve another. */
class HandlerFitTest {
    private static List<String> compare(String handler, String declared) {
        Schema handled = SchemaCompiler.create().compile(SchemaSource.text("handler.json", handler));
        Schema file = SchemaCompiler.create().compile(SchemaSource.text("file.json", declared));
        return fit(handled, file);
    }

    private static List<String> fit(Schema handled, Schema declared) {
        return SchemaDiff.ofHandler(
                        handled,
                        handled.command("c").orElseThrow(),
                        declared,
                        declared.command("c").orElseThrow())
                .changes()
                .stream()
                .map(change -> change.breaks(Peer.SERVER)
                        ? fatal(
                                change.path().below(),
                                change.text(),
                                change.servers().reason())
                        : tolerable(change.path().below(), change.text()))
                .toList();
    }

    private static String fatal(String path, String text, String reason) {
        return "fatal " + path + ": " + text + ": " + reason;
    }

    private static String tolerable(String path, String text) {
        return "tolerable " + path + ": " + text;
    }

    @Test
    void matchesTheSameShapeUnderOtherNames() {
        assertThat(compare("""
                        { 'enum': 'En', 'data': [ 'a', 'b' ] }
                        { 'struct': 'Br', 'data': { 'm': 'size', '*again': 'Br' } }
                        { 'union': 'Un', 'base': { 't': 'En', '*x': 'int' }, 'discriminator': 't', 'data': { 'b': 'Br' } }
                        { 'alternate': 'Al', 'data': { 'n': 'null', 's': 'str' } }
                        { 'command': 'c', 'data': { 'un': 'Un', '*al': [ 'Al' ] }, 'returns': [ 'Br' ] }
                        """, """
                        { 'struct': 'Args', 'data': { '*al': [ 'Alt' ], 'un': 'Uni' } }
                        { 'command': 'c', 'data': 'Args', 'returns': [ 'Branch' ], 'features': [ 'f' ] }
                        { 'alternate': 'Alt', 'data': { 'text': 'str', 'nothing': 'null' } }
                        { 'struct': 'Base', 'data': { '*x': 'int64', 't': 'Values' } }
                        { 'struct': 'Branch', 'data': { '*again': 'Branch', 'm': 'uint64' } }
                        { 'union': 'Uni', 'base': 'Base', 'discriminator': 't', 'data': { 'b': 'Branch' } }
                        { 'enum': 'Values', 'data': [ 'b', 'a' ] }
                        """)).isEmpty();
    }

    @Test
    void findsMembersThatOneSideLacks() {
        assertThat(compare(
                        "{ 'command': 'c', 'data': { 'need': 'int', '*may': 'int' }, 'returns': 'Re' }\n"
                                + "{ 'struct': 'Re', 'data': { 'sent': 'int' } }",
                        "{ 'command': 'c', 'data': { 'other': 'int' }, 'returns': 'Re' }\n"
                                + "{ 'struct': 'Re', 'data': { 'wanted': 'int', '*never': 'int' } }"))
                .containsExactly(
                        tolerable(".arguments.may", "member removed"),
                        fatal(".arguments.need", "member removed", "the handler needs it"),
                        fatal(".arguments.other", "mandatory member added", "the handler does not know it"),
                        tolerable(".return.never", "optional member added"),
                        fatal(".return.sent", "member removed", "the handler may still send it"),
                        fatal(".return.wanted", "mandatory member added", "the handler does not send it"));
    }

    @Test
    void findsOptionalityThatDiffers() {
        assertThat(compare(
                        "{ 'command': 'c', 'data': { 'a': 'int', '*b': 'int' } }",
                        "{ 'command': 'c', 'data': { '*a': 'int', 'b': 'int' } }"))
                .containsExactly(
                        fatal(".arguments.a", "now optional", "the handler needs it"),
                        tolerable(".arguments.b", "now mandatory"));
    }

    @Test
    void findsTypesThatDiffer() {
        assertThat(compare(
                        "{ 'command': 'c', 'data': { 'a': 'int', 'b': [ 'str' ], 'd': 'any', 'e': 'int8' } }",
                        "{ 'command': 'c', 'data': { 'a': 'str', 'b': [ 'int' ], 'd': [ 'str' ], 'e': 'uint8' } }"))
                .containsExactly(
                        fatal(".arguments.a", "int became str", "the handler does not accept it"),
                        fatal(".arguments.b[]", "str became int", "the handler does not accept it"),
                        tolerable(".arguments.d", "any became array of str"),
                        fatal(".arguments.e", "int8 became uint8", "the handler does not accept it"));
    }

    @Test
    void toleratesWiderReceivers() {
        assertThat(compare(
                        "{ 'command': 'c', 'data': { 'a': 'int16', 'b': 'uint64' }, 'returns': 'Re' }\n"
                                + "{ 'struct': 'Re', 'data': { 'x': 'int' } }",
                        "{ 'command': 'c', 'data': { 'a': 'uint8', 'b': 'int' }, 'returns': 'Re' }\n"
                                + "{ 'struct': 'Re', 'data': { 'x': 'int32' } }"))
                .containsExactly(
                        tolerable(".arguments.a", "int16 became uint8"),
                        tolerable(".arguments.b", "uint64 became int"),
                        fatal(".return.x", "int became int32", "the handler sends something else"));
    }

    @Test
    void toleratesNamesTheHandlerAnswersToItself() {
        String branches = """
                { 'struct': 'Br', 'data': { 'm': 'int' } }
                { 'union': 'Un', 'base': { 't': 'En' }, 'discriminator': 't', 'data': { 'b': 'Br' } }
                { 'command': 'c', 'data': 'Un', 'boxed': true, 'returns': 'Un' }
                """;
        assertThat(compare(
                        "{ 'enum': 'En', 'data': [ 'a', 'b' ] }" + branches,
                        "{ 'enum': 'En', 'data': [ 'b', 'z' ] }" + branches))
                .containsExactly(
                        tolerable(".arguments.t=a", "value removed"),
                        tolerable(".arguments.t=z", "value added"),
                        fatal(".return.t=a", "value removed", "the handler may still send it"),
                        tolerable(".return.t=z", "value added"));
    }

    @Test
    void comparesBranchesAndAlternatives() {
        assertThat(compare("""
                        { 'enum': 'En', 'data': [ 'b' ] }
                        { 'struct': 'Br', 'data': { 'm': 'int' } }
                        { 'union': 'Un', 'base': { 't': 'En' }, 'discriminator': 't', 'data': { 'b': 'Br' } }
                        { 'alternate': 'Al', 'data': { 'i': 'int', 'o': 'Br' } }
                        { 'command': 'c', 'data': { 'un': 'Un', 'al': 'Al', 'x': 'Br' } }
                        """, """
                        { 'enum': 'En', 'data': [ 'b' ] }
                        { 'struct': 'Br', 'data': { 'm': 'str' } }
                        { 'union': 'Un', 'base': { 't': 'En' }, 'discriminator': 't', 'data': { 'b': 'Br' } }
                        { 'alternate': 'Al', 'data': { 'i': 'int', 's': [ 'str' ] } }
                        { 'command': 'c', 'data': { 'un': 'Un', 'al': 'Al', 'x': 'Un' } }
                        """))
                .containsExactly(
                        fatal(".arguments.al|array", "also takes arrays now", "the handler does not know it"),
                        tolerable(".arguments.al|object", "no longer takes objects"),
                        fatal(".arguments.un(t=b).m", "int became str", "the handler does not accept it"),
                        fatal(".arguments.x.m", "member removed", "the handler needs it"),
                        fatal(".arguments.x.t", "mandatory member added", "the handler does not know it"));
    }

    @Test
    void looksAtTheConfiguration() {
        String text = "{ 'struct': 'St', 'data': { '*a': { 'type': 'int', 'if': 'X' } } }\n"
                + "{ 'command': 'c', 'data': 'St', 'boxed': true }";
        Schema full = SchemaCompiler.create().compile(SchemaSource.text("s.json", text));
        Schema small = full.withConfiguration(Configuration.none());

        assertThat(fit(small, full))
                .containsExactly(fatal(".arguments.a", "optional member added", "the handler does not know it"));
        assertThat(fit(small, small)).isEmpty();
    }

    @Test
    void isNotHelpedByWhatIsUnstable() {
        assertThat(compare(
                        "{ 'command': 'c', 'features': [ 'unstable' ], 'data': { 'a': 'int' } }",
                        "{ 'command': 'c', 'features': [ 'unstable' ], 'data': { 'a': 'str' } }"))
                .containsExactly(fatal(".arguments.a", "int became str", "the handler does not accept it"));
    }
}
