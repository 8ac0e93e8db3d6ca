package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.ShapeComparison.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeComparisonTest {
    private static List<Difference> compare(String handler, String declared) {
        Schema handled = SchemaCompiler.create().compile(SchemaSource.text("handler.json", handler));
        Schema file = SchemaCompiler.create().compile(SchemaSource.text("file.json", declared));
        return ShapeComparison.compare(
                handled,
                handled.command("c").orElseThrow(),
                file,
                file.command("c").orElseThrow());
    }

    private static Difference fatal(String path, String text) {
        return new Difference(path, text, false);
    }

    private static Difference tolerable(String path, String text) {
        return new Difference(path, text, true);
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
                        fatal("arguments", "the declaration has member 'other', the handler has not"),
                        fatal("arguments", "the handler has member 'need', the declaration has not"),
                        tolerable("arguments", "the handler has member 'may', the declaration has not"),
                        fatal("result", "the handler has member 'sent', the declaration has not"),
                        fatal("result", "the declaration has member 'wanted', the handler has not"),
                        tolerable("result", "the declaration has member 'never', the handler has not"));
    }

    @Test
    void findsOptionalityThatDiffers() {
        assertThat(compare(
                        "{ 'command': 'c', 'data': { 'a': 'int', '*b': 'int' } }",
                        "{ 'command': 'c', 'data': { '*a': 'int', 'b': 'int' } }"))
                .containsExactly(
                        fatal("arguments.a", "the declaration may leave it out"),
                        tolerable("arguments.b", "the declaration may not leave it out"));
    }

    @Test
    void findsTypesThatDiffer() {
        assertThat(compare(
                        "{ 'command': 'c', 'data': { 'a': 'int', 'b': [ 'str' ], 'd': 'any', 'e': 'int8' } }",
                        "{ 'command': 'c', 'data': { 'a': 'str', 'b': [ 'int' ], 'd': [ 'str' ], 'e': 'uint8' } }"))
                .containsExactly(
                        fatal(
                                "arguments.a",
                                "the handler has built-in type 'int', the declaration built-in type 'str'"),
                        fatal(
                                "arguments.b[]",
                                "the handler has built-in type 'str', the declaration built-in type 'int'"),
                        tolerable(
                                "arguments.d",
                                "the handler has built-in type 'any', the declaration array type ['str']"),
                        fatal(
                                "arguments.e",
                                "the handler has built-in type 'int8', the declaration built-in type 'uint8'"));
    }

    @Test
    void toleratesWiderReceivers() {
        assertThat(compare(
                        "{ 'command': 'c', 'data': { 'a': 'int16', 'b': 'uint64' }, 'returns': 'Re' }\n"
                                + "{ 'struct': 'Re', 'data': { 'x': 'int' } }",
                        "{ 'command': 'c', 'data': { 'a': 'uint8', 'b': 'int' }, 'returns': 'Re' }\n"
                                + "{ 'struct': 'Re', 'data': { 'x': 'int32' } }"))
                .extracting(Difference::path, Difference::isTolerable)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("arguments.a", true),
                        org.assertj.core.groups.Tuple.tuple("arguments.b", true),
                        org.assertj.core.groups.Tuple.tuple("result.x", false));
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
                        tolerable("arguments.t", "the declaration has value 'z', the handler has not"),
                        tolerable("arguments.t", "the handler has value 'a', the declaration has not"),
                        fatal("result.t", "the handler has value 'a', the declaration has not"),
                        tolerable("result.t", "the declaration has value 'z', the handler has not"));
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
                .contains(
                        fatal(
                                "arguments.un(b).m",
                                "the handler has built-in type 'int', the declaration built-in type 'str'"),
                        fatal("arguments.al", "the declaration has a branch of JSON type array, the handler has not"),
                        tolerable(
                                "arguments.al",
                                "the handler has a branch of JSON type object, the declaration has not"),
                        fatal("arguments.x", "the handler has struct type 'Br', the declaration union type 'Un'"));
    }

    @Test
    void looksAtTheConfiguration() {
        String text = "{ 'struct': 'St', 'data': { '*a': { 'type': 'int', 'if': 'X' } } }\n"
                + "{ 'command': 'c', 'data': 'St', 'boxed': true }";
        Schema full = SchemaCompiler.create().compile(SchemaSource.text("s.json", text));
        Schema small = full.withConfiguration(Configuration.none());
        Command command = full.command("c").orElseThrow();

        assertThat(ShapeComparison.compare(small, command, full, command))
                .containsExactly(fatal("arguments", "the declaration has member 'a', the handler has not"));
        assertThat(ShapeComparison.compare(small, command, small, command)).isEmpty();
    }

    @Test
    void explainsNamingBothPlaces() {
        Schema handled = SchemaCompiler.create()
                .compile(SchemaSource.text("handler.json", "\n{ 'command': 'c', 'data': { 'a': 'int' } }"));
        Schema file = SchemaCompiler.create().compile(SchemaSource.text("file.json", "{ 'command': 'c' }"));
        Command handler = handled.command("c").orElseThrow();
        Command command = file.command("c").orElseThrow();

        assertThat(ShapeComparison.explain(handler, command, ShapeComparison.compare(handled, handler, file, command)))
                .isEqualTo("the handler of command 'c' (handler.json:2) does not fit its declaration (file.json:1):"
                        + " arguments: the handler has member 'a', the declaration has not");
    }
}
