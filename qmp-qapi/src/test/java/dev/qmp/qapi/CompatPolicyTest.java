package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qmp.json.JsonText;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.CompatPolicy.Input;
import dev.qmp.qapi.validation.CompatPolicy.Output;
import dev.qmp.qapi.validation.OutputFilter;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

class CompatPolicyTest {
    private static final Schema SCHEMA = SchemaCompiler.create().compile(SchemaSource.text("s.json", """
            { 'enum': 'En', 'data': [ 'new', { 'name': 'old', 'features': [ 'deprecated' ] } ] }
            { 'struct': 'St', 'data': { '*d': { 'type': 'int', 'features': [ 'deprecated' ] },
                                        '*x-u': { 'type': 'int', 'features': [ 'unstable' ] },
                                        '*du': { 'type': 'int', 'features': [ 'unstable', 'deprecated' ] },
                                        '*e': 'En', '*l': [ 'St' ], '*a': 'Al', '*un': 'Un', '*plain': 'Pl' } }
            { 'struct': 'Pl', 'data': { '*p': 'int', '*again': 'Pl' } }
            { 'alternate': 'Al', 'data': { 'o': 'St', 'l': [ 'St' ], 's': 'str' } }
            { 'union': 'Un', 'base': { 't': 'En' }, 'discriminator': 't', 'data': { 'new': 'St' } }
            { 'command': 'old', 'features': [ 'deprecated' ] }
            { 'command': 'x-new', 'features': [ 'unstable' ] }
            { 'command': 'run', 'data': 'St', 'returns': 'St' }
            { 'command': 'list', 'returns': [ 'Pl' ] }
            { 'event': 'OLD', 'features': [ 'deprecated' ] }
            { 'event': 'EV', 'data': 'St' }
            """));
    private static final CompatPolicy REJECT =
            new CompatPolicy(Input.REJECT, Output.ACCEPT, Input.REJECT, Output.ACCEPT);
    private static final CompatPolicy HIDE = new CompatPolicy(Input.ACCEPT, Output.HIDE, Input.ACCEPT, Output.HIDE);

    private static JsonObject json(String text) {
        return JsonText.parse(text.replace('\'', '"')).asJsonObject();
    }

    private static Command command(String name) {
        return SCHEMA.command(name).orElseThrow();
    }

    private static String run(CompatPolicy policy, String arguments) {
        Validator validator = Validator.of(SCHEMA, policy);
        return ValidatorTest.fault(() -> validator.checkArguments(command("run"), json(arguments)));
    }

    @Test
    void refusesCommands() {
        assertThat(REJECT.refusal(command("old")).orElseThrow().message())
                .isEqualTo("Deprecated command old disabled by policy");
        assertThat(REJECT.refusal(command("x-new")).orElseThrow().message())
                .isEqualTo("Unstable command x-new disabled by policy");
        assertThat(REJECT.refusal(command("run"))).isEmpty();
        assertThat(CompatPolicy.ACCEPT.refusal(command("old"))).isEmpty();
    }

    @Test
    void refusesParametersByTheirOwnName() {
        assertThat(run(REJECT, "{'d': 1}")).isEqualTo("Deprecated parameter d disabled by policy");
        assertThat(run(REJECT, "{'l': [{'x-u': 'wrong type'}]}"))
                .isEqualTo("Unstable parameter x-u disabled by policy");
        assertThat(run(REJECT, "{'du': 1}")).isEqualTo("Deprecated parameter du disabled by policy");
        assertThat(run(REJECT, "{'l': []}")).isEmpty();
    }

    @Test
    void refusesValues() {
        assertThat(run(REJECT, "{'e': 'old'}")).isEqualTo("Deprecated value old disabled by policy");
        assertThat(run(REJECT, "{'e': 'new'}")).isEmpty();
    }

    @Test
    void acceptsEverythingByDefault() {
        assertThat(run(CompatPolicy.ACCEPT, "{'d': 1, 'x-u': 2, 'du': 3, 'e': 'old'}"))
                .isEmpty();
    }

    @Test
    void saysWhenTheProcessIsToEnd() {
        CompatPolicy crash = new CompatPolicy(Input.CRASH, Output.ACCEPT, Input.ACCEPT, Output.ACCEPT);
        Validator validator = Validator.of(SCHEMA, crash);

        ValidationException deprecated = catchThrowableOfType(
                ValidationException.class, () -> validator.checkArguments(command("run"), json("{'d': 1}")));
        ValidationException wrong = catchThrowableOfType(
                ValidationException.class, () -> validator.checkArguments(command("run"), json("{'l': 1}")));

        assertThat(deprecated.isCrash()).isTrue();
        assertThat(wrong.isCrash()).isFalse();
        assertThat(crash.refusal(command("old")).orElseThrow().crash()).isTrue();
    }

    @Test
    void doesNotApplyInputPolicyToOutput() {
        Validator validator = Validator.of(SCHEMA, REJECT);

        assertThat(ValidatorTest.fault(() -> validator.checkReturn(command("run"), json("{'d': 1}"))))
                .isEmpty();
    }

    @Test
    void hidesMembersWhereverTheyAre() {
        OutputFilter filter = OutputFilter.of(SCHEMA, HIDE);
        JsonValue result = json("{'d': 1, 'x-u': 2, 'e': 'old', 'l': [{'d': 1, 'e': 'new'}, {}], 'a': {'d': 1},"
                + " 'un': {'t': 'new', 'd': 1, 'l': [{'du': 1}]}, 'plain': {'p': 1}}");

        assertThat(filter.result(command("run"), result))
                .isEqualTo(json("{'e': 'old', 'l': [{'e': 'new'}, {}], 'a': {}, 'un': {'t': 'new', 'l': [{}]},"
                        + " 'plain': {'p': 1}}"));
        assertThat(filter.result(command("run"), json("{'a': [{'d': 1}]}"))).isEqualTo(json("{'a': [{}]}"));
    }

    @Test
    void hidesDeprecatedOutputAlone() {
        OutputFilter filter =
                OutputFilter.of(SCHEMA, new CompatPolicy(Input.ACCEPT, Output.HIDE, Input.ACCEPT, Output.ACCEPT));

        assertThat(filter.result(command("run"), json("{'d': 1, 'x-u': 2, 'du': 3}")))
                .isEqualTo(json("{'x-u': 2}"));
    }

    @Test
    void returnsTheSameValueIfNothingIsHidden() {
        OutputFilter filter = OutputFilter.of(SCHEMA, HIDE);
        JsonObject clean = json("{'l': [{'e': 'new'}], 'a': [{}], 'un': {'t': 'old'}}");
        JsonValue list = JsonText.parse("[{\"p\": 1}]");

        assertThat(filter.result(command("run"), clean)).isSameAs(clean);
        assertThat(filter.result(command("list"), list)).isSameAs(list);
        assertThat(OutputFilter.of(SCHEMA, CompatPolicy.ACCEPT).result(command("run"), json("{'d': 1}")))
                .isEqualTo(json("{'d': 1}"));
    }

    @Test
    void hidesEvents() {
        OutputFilter filter = OutputFilter.of(SCHEMA, HIDE);

        assertThat(filter.event(SCHEMA.event("OLD").orElseThrow(), json("{}"))).isEmpty();
        assertThat(filter.event(SCHEMA.event("EV").orElseThrow(), json("{'d': 1, 'e': 'new'}")))
                .contains(json("{'e': 'new'}"));
    }

    @Test
    void hidesDeprecatedThingsFromIntrospection() {
        var list = Introspection.of(SCHEMA, IntrospectionOptions.DEFAULT.withPolicy(HIDE));

        assertThat(list).allSatisfy(entry -> assertThat(entry.asJsonObject()).doesNotContainKey("values"));
        assertThat(list.stream().map(entry -> entry.asJsonObject().getString("name")))
                .doesNotContain("old", "OLD")
                .contains("x-new", "run", "EV");
        var struct = Introspection.of(
                        SCHEMA, IntrospectionOptions.DEFAULT.withPolicy(HIDE).withUnmask(true))
                .stream()
                .map(JsonValue::asJsonObject)
                .filter(entry -> entry.getString("name").equals("St"))
                .findFirst()
                .orElseThrow();
        assertThat(struct.getJsonArray("members").stream()
                        .map(member -> member.asJsonObject().getString("name")))
                .containsExactly("x-u", "e", "l", "a", "un", "plain");
    }
}
