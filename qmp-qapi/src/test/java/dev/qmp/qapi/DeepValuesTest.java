package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.json.JsonValues;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.OutputFilter;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** How deep a value is nested, and a schema's types are linked, is no matter of the thread's stack. */
class DeepValuesTest {
    private static final int STACK = 192 * 1024;
    private static final int DEPTH = 50_000;
    private static final CompatPolicy HIDING = new CompatPolicy(
            CompatPolicy.Input.ACCEPT, CompatPolicy.Output.HIDE, CompatPolicy.Input.ACCEPT, CompatPolicy.Output.ACCEPT);
    private static final Schema SCHEMA = compile("""
            { 'enum': 'Kind', 'data': ['a', 'b'] }
            { 'struct': 'Inner', 'data': { '*one': 'Some', '*many': ['Some'],
                                           '*old': { 'type': 'str', 'features': ['deprecated'] } } }
            { 'union': 'Outer', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'a': 'Inner' } }
            { 'alternate': 'Some', 'data': { 'o': 'Outer', 'l': ['Some'], 's': 'str' } }
            { 'command': 'c', 'data': 'Inner', 'boxed': true, 'returns': 'Inner' }
            """);
    private static final Command COMMAND = SCHEMA.command("c").orElseThrow();

    /** How a value contains the next one. */
    enum Level {
        MEMBER,
        ELEMENT,
        MEMBER_ARRAY
    }

    private static Schema compile(String text) {
        return SchemaCompiler.create().withDocs(DocsMode.OFF).compile(SchemaSource.text("s.json", text));
    }

    /** Does something in a thread that has hardly any stack. */
    private static <T> T onSmallStack(Supplier<T> work) throws ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(null, task, "small stack", STACK).start();
        return task.get();
    }

    /** Nests a value in the repeated levels; {@code old} is added beside it at each object. */
    private static JsonObject nested(List<Level> levels, JsonValue innermost, boolean old) {
        JsonValue value = innermost;
        for (int i = 0; i < DEPTH; i++) {
            Level level = levels.get(i % levels.size());
            if (level == Level.ELEMENT) {
                JsonArrayBuilder array = JsonValues.array().add("x").add(value);
                value = array.build();
            } else {
                JsonObjectBuilder object = JsonValues.object().add("kind", "a");
                if (old) {
                    object.add("old", "y");
                }
                value = (level == Level.MEMBER
                                ? object.add("one", value)
                                : object.add("many", JsonValues.array().add(value)))
                        .build();
            }
        }
        return JsonValues.object().add("one", value).build();
    }

    private static String path(List<Level> levels) {
        StringBuilder path = new StringBuilder("one");
        for (int i = DEPTH - 1; i >= 0; i--) {
            switch (levels.get(i % levels.size())) {
                case MEMBER -> path.append(".one");
                case ELEMENT -> path.append("[1]");
                case MEMBER_ARRAY -> path.append(".many[0]");
            }
        }
        return path.toString();
    }

    @Property(tries = 10)
    void validatesAtAnyDepth(@ForAll @Size(min = 1, max = 5) List<Level> levels) throws Exception {
        Validator validator = Validator.of(SCHEMA, CompatPolicy.ACCEPT);
        JsonObject good = nested(levels, JsonValues.string("s"), true);
        JsonObject bad = nested(
                levels, JsonValues.object().add("kind", "a").add("two", 1).build(), true);

        assertThat(onSmallStack(() -> {
                    validator.checkArguments(COMMAND, good);
                    validator.checkReturn(COMMAND, good);
                    return true;
                }))
                .isTrue();
        assertThatThrownBy(() -> onSmallStack(() -> {
                    validator.checkArguments(COMMAND, bad);
                    return false;
                }))
                .cause()
                .isInstanceOf(ValidationException.class)
                .hasMessage("Parameter '" + path(levels) + ".two' is unexpected");
    }

    @Property(tries = 10)
    void hidesAtAnyDepth(@ForAll @Size(min = 1, max = 5) List<Level> levels) throws Exception {
        OutputFilter filter = OutputFilter.of(SCHEMA, HIDING);
        JsonObject result = nested(levels, JsonValues.string("s"), true);
        JsonObject expected = nested(levels, JsonValues.string("s"), false);

        assertThat(onSmallStack(() -> filter.result(COMMAND, result)).equals(expected))
                .isTrue();
        assertThat(onSmallStack(() -> filter.result(COMMAND, expected))).isSameAs(expected);
    }

    @Property(tries = 5)
    void preparesTypesInChainsOfAnyLength(@ForAll @IntRange(min = 0, max = 2) int kind) throws Exception {
        StringBuilder text = new StringBuilder("{ 'command': 'c', 'returns': 'T0', 'data': 'T0', 'boxed': true }\n");
        int length = 20_000;
        for (int i = 0; i < length; i++) {
            String next = "T" + (i + 1);
            switch (kind) {
                case 0 -> text.append("{ 'struct': 'T" + i + "', 'data': { 'm': '" + next + "' } }\n");
                case 1 -> text.append("{ 'struct': 'T" + i + "', 'data': { 'm': ['" + next + "'] } }\n");
                default ->
                    text.append("{ 'struct': 'T" + i + "', 'data': { 'm': 'A" + i + "' } }\n" + "{ 'alternate': 'A" + i
                            + "', 'data': { 'o': '" + next + "' } }\n");
            }
        }
        text.append(
                "{ 'struct': 'T" + length + "', 'data': { 'm': { 'type': 'int', 'features': ['deprecated'] } } }\n");
        JsonValue value = JsonValues.object().add("m", 1).build();
        JsonValue hidden = JsonValues.EMPTY_OBJECT;
        for (int i = 0; i < length; i++) {
            value = JsonValues.object()
                    .add("m", kind == 1 ? JsonValues.array().add(value).build() : value)
                    .build();
            hidden = JsonValues.object()
                    .add("m", kind == 1 ? JsonValues.array().add(hidden).build() : hidden)
                    .build();
        }
        JsonValue given = value;
        JsonValue filtered = onSmallStack(() -> {
            Schema schema = compile(text.toString().replace("'T", "'Tt").replace("'A", "'Aa"));
            Command command = schema.command("c").orElseThrow();
            Validator.of(schema, CompatPolicy.ACCEPT).checkReturn(command, given);
            return OutputFilter.of(schema, HIDING).result(command, given);
        });

        assertThat(filtered.equals(hidden)).isTrue();
    }
}
