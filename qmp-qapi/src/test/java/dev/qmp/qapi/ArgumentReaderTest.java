package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentReaderTest {
    private static final String SCHEMA = """
            { 'enum': 'Kind', 'data': [ 'unix', 'inet', 'none' ] }
            { 'struct': 'Unix', 'data': { 'path': 'str', '*tight': 'bool' } }
            { 'struct': 'Inet', 'data': { 'host': 'str', 'port': 'uint16', '*to': { 'type': 'str', 'if': 'X' } } }
            { 'union': 'Address', 'base': { 'type': 'Kind' }, 'discriminator': 'type',
              'data': { 'unix': 'Unix', 'inet': 'Inet' } }
            { 'alternate': 'Any', 'data': { 'n': 'null', 'b': 'bool', 'i': 'int', 'u': 'Unix', 'l': [ 'str' ] } }
            { 'alternate': 'Name', 'data': { 'n': 'null', 's': 'str', 'u': 'Unix' } }
            { 'struct': 'Node', 'data': { 'name': 'str', '*next': 'Node', '*all': [ 'Node' ] } }
            { 'command': 'scalars', 'data': { '*str': 'str', '*num': 'number', '*bool': 'bool', '*null': 'null',
                '*any': 'any', '*int': 'int', '*uint64': 'uint64', '*size': 'size', '*kind': 'Kind',
                '*ints': [ 'int' ], '*alt': 'Any', '*name': 'Name', '*__com.acme_x': 'int' } }
            { 'command': 'connect', 'data': { 'id': 'str', 'addr': 'Address', '*wait': 'bool' } }
            { 'command': 'boxed', 'data': 'Address', 'boxed': true }
            { 'command': 'walk', 'data': 'Node' }
            { 'command': 'sleep', 'data': { '*ms': 'int' } }
            { 'command': 'stop' }
            """;
    private static final Schema FULL = SchemaCompiler.create().compile(SchemaSource.text("s.json", SCHEMA));

    private static JsonObject read(String line) {
        List<String> words = ArgumentReader.words(line);
        Command command = FULL.command(words.get(0)).orElseThrow();
        return ArgumentReader.of(FULL).read(command, words.subList(1, words.size()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stop | {}",
                "scalars str=5 | {'str': '5'}",
                "scalars str= | {'str': ''}",
                "scalars str=a=b | {'str': 'a=b'}",
                "scalars 'str=a  b' | {'str': 'a  b'}",
                "scalars str=\"a b\"c | {'str': 'a bc'}",
                "scalars num=5 | {'num': 5}",
                "scalars num=-1.5e3 | {'num': -1500.0}",
                "scalars num=18446744073709551615 | {'num': 18446744073709551615}",
                "scalars bool=on | {'bool': true}",
                "scalars bool=false | {'bool': false}",
                "scalars null=null | {'null': null}",
                "scalars any=5 | {'any': 5}",
                "scalars any=x5 | {'any': 'x5'}",
                "scalars any='\"5\"' | {'any': '5'}",
                "scalars any={'a': [1, '} b']} | {'any': {'a': [1, '} b']}}",
                "scalars any.a.b=true any.a.c=t | {'any': {'a': {'b': true, 'c': 't'}}}",
                "scalars int=-0x10 | {'int': -16}",
                "scalars int=010 | {'int': 10}",
                "scalars uint64=18446744073709551615 | {'uint64': 18446744073709551615}",
                "scalars size=4k | {'size': 4096}",
                "scalars size=1.5G | {'size': 1610612736}",
                "scalars size=0x1B | {'size': 27}",
                "scalars size=12 | {'size': 12}",
                "scalars kind=whatever | {'kind': 'whatever'}",
                "scalars ints=[1, 2] | {'ints': [1, 2]}",
                "scalars ints.1=2 ints.0=1 | {'ints': [1, 2]}",
                "scalars alt=null | {'alt': null}",
                "scalars alt=on | {'alt': true}",
                "scalars alt=7 | {'alt': 7}",
                "scalars alt={'path': 'x'} | {'alt': {'path': 'x'}}",
                "scalars alt=['x'] | {'alt': ['x']}",
                "scalars alt.path=7 | {'alt': {'path': '7'}}",
                "scalars alt.0=7 alt.1=8 | {'alt': ['7', '8']}",
                "scalars name=7 | {'name': '7'}",
                "scalars name=[7] | {'name': '[7]'}",
                "scalars name=null | {'name': null}",
                "scalars __com.acme_x=7 | {'__com.acme_x': 7}",
                "scalars other=7 str.x=on | {'other': 7, 'str': {'x': 'on'}}",
                "connect c0 addr.type=unix addr.path=5 wait=n | {'addr': {'type': 'unix', 'path': '5'}, 'wait': false, 'id': 'c0'}",
                "connect addr.port=0x50 addr.host=1 addr.type=inet c0 | {'addr': {'port': 80, 'host': '1', 'type': 'inet'}, 'id': 'c0'}",
                "connect addr.port=x addr.host=1 | {'addr': {'port': 'x', 'host': 1}}",
                "connect c0 {'type': 'unix'} | {'id': 'c0', 'addr': {'type': 'unix'}}",
                "connect c0 addr={'type': 'unix'} addr.path=5 | {'addr': {'type': 'unix', 'path': '5'}, 'id': 'c0'}",
                "boxed unix 5 tight=on | {'tight': true, 'type': 'unix', 'path': '5'}",
                "walk n next.next.name=5 all.0.all.0.name=6 next.name=7 | "
                        + "{'next': {'next': {'name': '5'}, 'name': '7'}, 'all': [{'all': [{'name': '6'}]}], 'name': 'n'}",
                "sleep 5 | {'ms': 5}",
            })
    void typesWordsByTheSchema(String line, String arguments) {
        assertThat(read(line)).isEqualTo(JsonText.parse(arguments));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "scalars num=x | Invalid parameter type for 'num', expected: number",
                "scalars num=NaN | Invalid parameter type for 'num', expected: number",
                "scalars num=1e999 | Invalid parameter type for 'num', expected: number",
                "scalars bool=1 | Parameter 'bool' expects 'on' or 'off'",
                "scalars null=0 | Invalid parameter type for 'null', expected: null",
                "scalars int=1.0 | Parameter 'int' expects integer",
                "scalars int= | Parameter 'int' expects integer",
                "scalars int=--1 | Parameter 'int' expects integer",
                "scalars int=-9223372036854775809 | Parameter 'int' expects integer",
                "scalars uint64=18446744073709551616 | Parameter 'uint64' expects integer",
                "scalars size=k | Parameter 'size' expects size",
                "scalars size=-1k | Parameter 'size' expects size",
                "scalars size=1e3k | Parameter 'size' expects size",
                "scalars size=16E | Parameter 'size' expects size",
                "scalars ints=1 | Invalid parameter type for 'ints', expected: array",
                "scalars ints.1=1 | Parameter 'ints.0' is missing",
                "scalars ints.0=1 ints.00=1 | Parameter 'ints.00' is given twice",
                "scalars ints.0=1 ints.x=1 | Parameter 'ints.x' is given twice",
                "scalars alt=x | Invalid parameter type for 'alt', expected: Any",
                "scalars str=1 str=2 | Parameter 'str' is given twice",
                "scalars str=1 str.x=2 | Parameter 'str.x' is given twice",
                "scalars any={'a':1} any.a=2 | Parameter 'any.a' is given twice",
                "scalars any.a=2 any={'a':1} | Parameter 'any.a' is given twice",
                "scalars any..a=2 | Invalid parameter 'any..a'",
                "scalars .a=2 | Invalid parameter '.a'",
                "scalars a.=2 | Invalid parameter 'a.'",
                "scalars x | 'x' has no name: write KEY=VALUE",
                "connect a {} c | 'c' has no name: write KEY=VALUE",
                "sleep 1 2 | '2' has no name: write KEY=VALUE",
                "stop now | 'now' has no name: write KEY=VALUE",
                "stop 'n w=1' | 'n w=1' has no name: write KEY=VALUE",
                "stop \"x | the line ends within \"",
                "stop 'x | the line ends within '",
                "stop a={[] | the line ends within {",
                "stop a={'] | the line ends within '",
                "stop a=\"\\x\" | unsupported escape code: '\\x'",
            })
    void namesTheParameterAtFault(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void sayWhereJsonIsWrong() {
        assertThatThrownBy(() -> read("scalars any={'a'}"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("Invalid parameter type for 'any', expected: JSON (")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aKeyThatIsTooDeepIsRefused() {
        assertThatThrownBy(() -> read("scalars any" + ".a".repeat(1 << 16) + "=1"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("Invalid parameter 'any.a.a");
    }

    @Test
    void membersThatDoNotExistAreNotTyped() {
        Schema small = FULL.withConfiguration(Configuration.none());
        Command connect = small.command("connect").orElseThrow();
        List<String> words = List.of("addr.type=inet", "addr.to=5");

        assertThat(ArgumentReader.of(small).read(connect, words))
                .isEqualTo(JsonText.parse("{'addr': {'type': 'inet', 'to': 5}}"));
        assertThat(ArgumentReader.of(FULL).read(connect, words))
                .isEqualTo(JsonText.parse("{'addr': {'type': 'inet', 'to': '5'}}"));
    }

    @Test
    void readsWithoutSchema() {
        assertThat(ArgumentReader.readUntyped(List.of("a=1", "b=x y", "c.0=true", "d=[1]", "e=\"1\"")))
                .isEqualTo(JsonText.parse("{'a': 1, 'b': 'x y', 'c': {'0': true}, 'd': [1], 'e': '1'}"));
        assertThatThrownBy(() -> ArgumentReader.readUntyped(List.of("a")))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("'a' has no name: write KEY=VALUE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t "})
    void anEmptyLineHasNoWords(String line) {
        assertThat(ArgumentReader.words(line)).isEmpty();
    }

    @Test
    void quotedWordsMayBeEmpty() {
        assertThat(ArgumentReader.words("'' \"\" x''y \"a\\n\\\"\" \\n {'a b'}c d"))
                .containsExactly("", "", "xy", "a\n\"", "\\n", "{'a b'}c", "d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "connect |  | `addr. id= wait=`",
                "connect | w | wait=",
                "connect id=1 | i | ``",
                "connect | wait= | wait=off wait=on",
                "connect | addr. | addr.type=",
                "connect addr.type=unix | addr. | addr.path= addr.tight=",
                "connect addr.type=unix | addr.t | addr.tight=",
                "connect | addr.type=u | addr.type=unix",
                "connect | addr.x.y | ``",
                "connect | .x | ``",
                "connect id=1 id=2 | w | ``",
                "scalars | alt= | alt=null alt=off alt=on",
                "scalars | name. | name.path= name.tight=",
                "walk | all.0.n | all.0.name= all.0.next.",
                "stop |  | ``",
            })
    void completesKeysAndValues(String line, String begun, String expected) {
        List<String> words = ArgumentReader.words(line);
        Command command = FULL.command(words.get(0)).orElseThrow();

        assertThat(ArgumentReader.of(FULL)
                        .candidates(command, words.subList(1, words.size()), begun == null ? "" : begun))
                .isEqualTo(ArgumentReader.words(expected));
    }

    @Property(tries = 400)
    void argumentsWrittenAsWordsReadBack(@ForAll Random random) {
        Schema schema = SchemaCompiler.create().compile(SchemaSource.text("s.json", RandomSchema.text(random)));
        Schema introspected = Introspection.toSchema(Introspection.of(schema, IntrospectionOptions.DEFAULT));
        Validator validator = Validator.of(schema, CompatPolicy.ACCEPT);
        for (Command command : schema.commands()) {
            JsonValue value = RandomValue.of(command.argumentType(), schema.configuration(), random);
            if (value instanceof JsonObject arguments
                    && ValidatorTest.fault(() -> validator.checkArguments(command, arguments))
                            .isEmpty()) {
                List<String> words = new ArrayList<>();
                writeMembers("", command.argumentType(), arguments, random, words);
                Collections.shuffle(words, random);

                assertThat(ArgumentReader.of(schema).read(command, words))
                        .as("%s", words)
                        .isEqualTo(arguments);
                assertThat(ArgumentReader.of(introspected)
                                .read(introspected.command(command.name()).orElseThrow(), words))
                        .as("%s", words)
                        .isEqualTo(arguments);
            }
        }
    }

    @Property(tries = 400)
    void quotedWordsSplitBack(@ForAll List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append('"')
                    .append(word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                    .append("\" ");
        }

        assertThat(ArgumentReader.words(line.toString())).isEqualTo(words);
    }

    @Property(tries = 1000)
    void noLineDoesWorseThanBeingRefused(@ForAll List<@IntRange(max = 20) Integer> pieces) {
        String[] spice = {
            "connect",
            "walk",
            "scalars",
            " ",
            "=",
            ".",
            "0",
            "1",
            "{",
            "}",
            "[",
            "]",
            "'",
            "\"",
            "\\",
            "name",
            "next",
            "all",
            "addr",
            "type=unix",
            "any="
        };
        StringBuilder line = new StringBuilder();
        pieces.forEach(i -> line.append(spice[i]));
        try {
            List<String> words = ArgumentReader.words(line.toString());
            for (Command command : FULL.commands()) {
                for (int i = 0; i < words.size(); i++) {
                    ArgumentReader.of(FULL).candidates(command, words.subList(0, i), words.get(i));
                }
                assertThat(ArgumentReader.of(FULL).read(command, words)).isNotNull();
            }
        } catch (ArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void write(String key, Type type, JsonValue value, Random random, List<String> into) {
        boolean isDeep = random.nextBoolean() && into.size() < 100;
        if (isDeep && type instanceof ObjectType object && !value.asJsonObject().isEmpty()) {
            writeMembers(key + ".", object, value.asJsonObject(), random, into);
        } else if (isDeep
                && type instanceof ArrayType array
                && !value.asJsonArray().isEmpty()) {
            for (int i = 0; i < value.asJsonArray().size(); i++) {
                write(key + "." + i, array.element(), value.asJsonArray().get(i), random, into);
            }
        } else if (value instanceof JsonString string && !isAny(type)) {
            into.add(key + "=" + string.getString());
        } else {
            into.add(key + "=" + JsonValues.toText(value));
        }
    }

    private static void writeMembers(
            String prefix, ObjectType type, JsonObject object, Random random, List<String> into) {
        object.forEach((name, value) -> write(prefix + name, memberType(type, object, name), value, random, into));
    }

    private static Type memberType(ObjectType type, JsonObject object, String name) {
        return type.member(name).map(Member::type).orElseGet(() -> {
            UnionType union = (UnionType) type;
            return memberType(
                    union.variant(object.getString(union.tag().name()))
                            .orElseThrow()
                            .type(),
                    object,
                    name);
        });
    }

    private static boolean isAny(Type type) {
        return type instanceof BuiltinType builtin && builtin.kind() == BuiltinType.Kind.ANY;
    }
}
