package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.introspection.IntrospectionOptions.OobListing;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectionTest {
    private static Schema compile(String schema) {
        return SchemaCompiler.create().compile(SchemaSource.text("s.json", schema));
    }

    private static JsonValue json(String text) {
        return JsonText.parse(text.replace('\'', '"'));
    }

    private static JsonObject entry(JsonArray list, String name) {
        return list.stream()
                .map(JsonValue::asJsonObject)
                .filter(entry -> entry.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(JsonArray list) {
        return list.stream()
                .map(entry -> entry.asJsonObject().getString("name"))
                .toList();
    }

    @Test
    void listsCommandsAndEventsByModuleThenTypesByFirstUse() {
        Map<String, String> files = Map.of("main.json", """
                { 'include': 'sub.json' }
                { 'command': 'm', 'data': { 'l': [ 'Bb' ], 'j': 'uint8' }, 'returns': [ 'Cc' ] }
                { 'event': 'EV' }
                """, "sub.json", """
                { 'struct': 'Bb', 'data': { 'x': 'size' } }
                { 'struct': 'Cc', 'base': 'Bb', 'data': { 'y': 'number' } }
                """);
        SchemaSource source = SchemaSource.of("main.json", name -> {
            String text = files.get(name);
            if (text == null) {
                throw new NoSuchFileException(name);
            }
            return text.getBytes(StandardCharsets.UTF_8);
        });

        JsonArray list = Introspection.of(SchemaCompiler.create().compile(source));

        assertThat(list).isEqualTo(json("""
                [
                  { "name": "m", "ret-type": "[1]", "meta-type": "command", "arg-type": "0" },
                  { "name": "EV", "meta-type": "event", "arg-type": "2" },
                  { "name": "0", "members": [ { "name": "l", "type": "[3]" }, { "name": "j", "type": "int" } ],
                    "meta-type": "object" },
                  { "name": "[1]", "element-type": "1", "meta-type": "array" },
                  { "name": "1", "members": [ { "name": "x", "type": "int" }, { "name": "y", "type": "number" } ],
                    "meta-type": "object" },
                  { "name": "2", "members": [], "meta-type": "object" },
                  { "name": "[3]", "element-type": "3", "meta-type": "array" },
                  { "name": "3", "members": [ { "name": "x", "type": "int" } ], "meta-type": "object" },
                  { "name": "int", "json-type": "int", "meta-type": "builtin" },
                  { "name": "number", "json-type": "number", "meta-type": "builtin" }
                ]"""));
    }

    @Test
    void unmasksNamesOnDemand() {
        Schema schema = compile("""
                { 'command': 'c', 'data': { 'e': 'QType', 'i': [ 'uint8' ] } }
                """);

        assertThat(names(Introspection.of(schema, IntrospectionOptions.DEFAULT.withUnmask(true))))
                .containsExactly("c", "q_obj_c-arg", "q_empty", "QType", "[int]", "int");
    }

    @Test
    void describesEveryKindOfType() {
        Schema schema = compile("""
                { 'enum': 'En', 'data': [ 'a', { 'name': 'b', 'features': [ 'deprecated' ] } ], 'features': [ 'f' ] }
                { 'struct': 'Br', 'data': { '*o': { 'type': 'str', 'features': [ 'unstable' ] }, 'n': 'null',
                                            'v': 'any', 'b': 'bool' } }
                { 'union': 'Un', 'base': { 'tag': 'En' }, 'discriminator': 'tag', 'data': { 'b': 'Br' } }
                { 'alternate': 'Al', 'data': { 'x': 'int', 'y': [ 'str' ], 'z': 'Un' } }
                { 'command': 'c', 'data': { 'al': 'Al' }, 'returns': 'Un', 'gen': false, 'features': [ 'unstable' ] }
                """);

        JsonArray list = Introspection.of(schema, IntrospectionOptions.DEFAULT.withUnmask(true));

        assertThat(entry(list, "c"))
                .isEqualTo(json("{'name': 'c', 'ret-type': 'Un', 'meta-type': 'command', 'arg-type': 'q_obj_c-arg',"
                        + " 'features': ['unstable']}"));
        assertThat(entry(list, "En"))
                .isEqualTo(json("{'name': 'En', 'members': [{'name': 'a'}, {'name': 'b', 'features': ['deprecated']}],"
                        + " 'meta-type': 'enum', 'values': ['a', 'b'], 'features': ['f']}"));
        assertThat(entry(list, "Un"))
                .isEqualTo(json("{'name': 'Un', 'tag': 'tag', 'variants': [{'case': 'b', 'type': 'Br'},"
                        + " {'case': 'a', 'type': 'q_empty'}], 'members': [{'name': 'tag', 'type': 'En'}],"
                        + " 'meta-type': 'object'}"));
        assertThat(entry(list, "Br"))
                .isEqualTo(json("{'name': 'Br', 'members': [{'name': 'o', 'default': null, 'type': 'str', 'features':"
                        + " ['unstable']}, {'name': 'n', 'type': 'null'}, {'name': 'v', 'type': 'any'},"
                        + " {'name': 'b', 'type': 'bool'}], 'meta-type': 'object'}"));
        assertThat(entry(list, "Al"))
                .isEqualTo(json("{'name': 'Al', 'members': [{'type': 'int'}, {'type': '[str]'}, {'type': 'Un'}],"
                        + " 'meta-type': 'alternate'}"));
        assertThat(entry(list, "any")).isEqualTo(json("{'name': 'any', 'json-type': 'value', 'meta-type': 'builtin'}"));
        assertThat(entry(list, "bool"))
                .isEqualTo(json("{'name': 'bool', 'json-type': 'boolean', 'meta-type': 'builtin'}"));
    }

    @Test
    void dropsOnlyWhatCarriesAFalseCondition() {
        Schema schema = compile("""
                { 'enum': 'En', 'data': [ 'a', { 'name': 'b', 'if': 'B' } ] }
                { 'struct': 'Ds', 'data': {} }
                { 'struct': 'Cs', 'data': {}, 'if': 'C' }
                { 'union': 'Un', 'base': { 't': 'En' }, 'discriminator': 't', 'data': { 'b': 'Ds' } }
                { 'alternate': 'Al', 'data': { 'l': [ 'Cs' ], 'i': { 'type': 'int', 'if': 'I' } } }
                { 'command': 'c', 'data': { 'un': 'Un', 'al': 'Al' },
                  'features': [ { 'name': 'f', 'if': 'F' } ] }
                { 'command': 'gone', 'data': { 'only-here': 'Ds' }, 'if': { 'not': { 'any': [ 'NOT_DEFINED', { 'not': 'X' } ] } } }
                """);
        IntrospectionOptions unmask = IntrospectionOptions.DEFAULT.withUnmask(true);

        JsonArray list = Introspection.of(schema.withConfiguration(Configuration.none()), unmask);

        assertThat(names(list)).containsExactly("c", "q_obj_c-arg", "q_empty", "Un", "Al", "Ds", "En", "int");
        assertThat(entry(list, "En"))
                .isEqualTo(json("{'name': 'En', 'members': [{'name': 'a'}], 'meta-type': 'enum', 'values': ['a']}"));
        assertThat(entry(list, "Un").getJsonArray("variants"))
                .isEqualTo(json("[{'case': 'b', 'type': 'Ds'}, {'case': 'a', 'type': 'q_empty'}]"));
        assertThat(entry(list, "Al").getJsonArray("members")).isEqualTo(json("[{'type': '[Cs]'}]"));
        assertThat(entry(list, "c").getJsonArray("features")).isEmpty();
        assertThat(names(Introspection.of(schema.withConfiguration(Configuration.of(Set.of("X"))), unmask)))
                .contains("gone", "q_obj_gone-arg");
        assertThat(names(Introspection.of(schema, unmask))).contains("gone", "Cs", "[Cs]");
    }

    @Test
    void numbersBeforeItFilters() {
        Schema schema = compile("""
                { 'command': 'gone', 'data': { 'x': 'int' }, 'if': 'X' }
                { 'command': 'c', 'data': { 'y': 'int' } }
                """);

        assertThat(names(Introspection.of(schema.withConfiguration(Configuration.none()))))
                .containsExactly("c", "1", "2", "int")
                .isNotEqualTo(names(Introspection.of(schema)));
    }

    @Test
    void saysWhichCommandsMayRunOutOfBand() {
        Schema schema = compile("""
                { 'command': 'a', 'allow-oob': true }
                { 'command': 'b' }
                { 'command': 'forced' }
                """);

        JsonArray modern = Introspection.of(schema);
        JsonArray always =
                Introspection.of(schema, IntrospectionOptions.DEFAULT.withOob(OobListing.ALWAYS, Set.of("forced")));

        assertThat(entry(modern, "a").get("allow-oob")).isEqualTo(JsonValue.TRUE);
        assertThat(entry(modern, "b")).doesNotContainKey("allow-oob");
        assertThat(entry(always, "a").get("allow-oob")).isEqualTo(JsonValue.TRUE);
        assertThat(entry(always, "b").get("allow-oob")).isEqualTo(JsonValue.FALSE);
        assertThat(entry(always, "forced").get("allow-oob")).isEqualTo(JsonValue.TRUE);
    }

    @Test
    void printsKeysInTheOrderOfAQemuServer() {
        Schema schema = compile("{ 'command': 'c', 'allow-oob': true, 'features': [ 'f' ] }");

        assertThat(JsonValues.toText(Introspection.of(schema).get(0)))
                .isEqualTo("{\"name\": \"c\", \"ret-type\": \"0\", \"allow-oob\": true, \"meta-type\": \"command\","
                        + " \"arg-type\": \"0\", \"features\": [\"f\"]}");
    }

    @Test
    void readsItsOwnListsBack() {
        for (String name : Corpus.names(".out")) {
            Schema schema = SchemaCompiler.create().compile(Corpus.source(name + ".json"));
            JsonArray list = Introspection.of(schema, IntrospectionOptions.DEFAULT.withUnmask(true));
            Schema again = Introspection.toSchema(list);

            assertThat(Introspection.of(again, IntrospectionOptions.DEFAULT.withUnmask(true)))
                    .as(name)
                    .isEqualTo(list);
        }
    }

    @Test
    void givesAClientTypesToCheckArgumentsWith() {
        Schema schema = Introspection.toSchema(Introspection.of(compile("""
                { 'enum': 'En', 'data': [ 'a', 'b' ] }
                { 'struct': 'Br', 'data': { 'm': 'int' } }
                { 'union': 'Un', 'base': { 'tag': 'En' }, 'discriminator': 'tag', 'data': { 'b': 'Br' } }
                { 'command': 'c', 'data': { 'un': 'Un', '*l': [ 'uint8' ] }, 'allow-oob': true }
                """)));
        Command command = schema.command("c").orElseThrow();
        Validator validator = Validator.of(schema, CompatPolicy.ACCEPT);

        assertThat(command.allowOob()).isTrue();
        assertThat(command.source()).isEqualTo(SourceInfo.NONE);
        assertThat(ValidatorTest.fault(() -> validator.checkArguments(
                        command, json("{'un': {'tag': 'b'}}").asJsonObject())))
                .isEqualTo("Parameter 'un.m' is missing");
        assertThat(ValidatorTest.fault(() -> validator.checkArguments(
                        command, json("{'un': {'tag': 'a'}, 'l': [1000]}").asJsonObject())))
                .isEmpty();
    }

    @Test
    void readsEnumsWithoutMembersAsOldServersListThem() {
        Schema schema = Introspection.toSchema(json("[{'name': '0', 'meta-type': 'enum', 'values': ['a', 'b']}]")
                .asJsonArray());

        assertThat(((EnumType) schema.type("0").orElseThrow()).values())
                .extracting(EnumValue::name)
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "[{}]",
                "[{'name': 'x', 'meta-type': 'nonsense'}]",
                "[{'name': 'c', 'meta-type': 'command', 'arg-type': '0', 'ret-type': '0'}]",
                "[{'name': 'c', 'meta-type': 'event', 'arg-type': 'int'},"
                        + " {'name': 'int', 'meta-type': 'builtin', 'json-type': 'int'}]",
                "[{'name': 'foo', 'meta-type': 'builtin', 'json-type': 'int'}]",
                "[{'name': '0', 'meta-type': 'object'}]",
                "[{'name': '0', 'meta-type': 'object', 'members': [1]}]",
                "[{'name': '0', 'meta-type': 'object', 'members': [{'name': 'x', 'type': '[[int]]'}]}]",
                "[{'name': '[[x]]', 'meta-type': 'array', 'element-type': '[x]'}]",
                "[{'name': '0', 'meta-type': 'object', 'members': [], 'tag': 't', 'variants': []}]",
                "[{'name': '0', 'meta-type': 'enum', 'values': [1]}]",
                "[{'name': '0', 'meta-type': 'enum', 'values': []}, {'name': '0', 'meta-type': 'enum', 'values': []}]",
            })
    void refusesWhatIsNoIntrospection(String list) {
        assertThatThrownBy(() -> Introspection.toSchema(json(list).asJsonArray()))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("introspection cannot be understood: ");
    }
}
