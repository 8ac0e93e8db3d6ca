package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged schemas are refused with a place, in the layout of all errors, or read; nothing else comes of them. */
class SchemaFuzzTest {
    private static final List<String> NAMES = Corpus.names(".json");
    private static final List<String> TOKENS = List.of(
            "{ 'struct': 'Zz', 'data': { 'x': 'Zz' } }",
            "{ 'include': 'ok-empty.json' }",
            "{ 'pragma': { 'doc-required': true } }",
            "'if': { 'not': { 'any': [ 'A', 'B' ] } },",
            "'features': [ 'deprecated' ],",
            "##\n# @Zz:\n#\n# Since: 1\n##\n",
            "\n# Returns: x\n",
            "\n# @x: y\n",
            "'base': 'Zz',",
            "[ 'str' ]",
            "true",
            "null",
            "1",
            "''",
            "'",
            "\\",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\u00e9",
            "\u2028",
            "\ufeff",
            "\ufffd",
            "\ud83d\ude00");
    private static final Pattern LAYOUT = Pattern.compile(
            "(In file included from [^\\n]+:\\d+:\\n)*"
                    + "([^\\n]+: In (enum|struct|union|alternate|command|event) '[^\\n]*':\\n)?"
                    + "[^\\n]+:\\d+(:\\d+)?: [^\\n]+"
                    + "(\\nValid keys are [^\\n]+|(\\nIn file included from [^\\n]+:\\d+:)*\\n[^\\n]+: In [^\\n]+:\\n[^\\n]+:\\d+: previous definition)?");

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.randomValue(Random::nextLong);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void refusesDamagedSchemasWithAPlace(
            @ForAll("seeds") long seed,
            @ForAll DocsMode docs,
            @ForAll boolean allErrors,
            @ForAll boolean someConditions) {
        Random random = new Random(seed);
        byte[] damaged = damaged(random);
        SchemaSource source =
                SchemaSource.of("damaged.json", name -> name.equals("damaged.json") ? damaged : Corpus.bytes(name));
        Configuration conditions = someConditions ? Configuration.none() : Configuration.all();

        CheckResult result = SchemaCompiler.create()
                .withDocs(docs)
                .withConfiguration(conditions)
                .check(List.of(source), allErrors);

        assertThat(result.isGood()).isEqualTo(result.errors().isEmpty());
        assertThat(result.errors().size()).isLessThanOrEqualTo(allErrors ? Integer.MAX_VALUE : 1);
        assertThat(result.diagnostics())
                .allSatisfy(finding -> assertThat(finding.format()).matches(LAYOUT));
        result.schema().ifPresent(schema -> {
            assertThat(JsonText.parse(Introspection.of(schema).toString())).isInstanceOf(JsonArray.class);
            assertThat(Validator.of(schema, CompatPolicy.ACCEPT)).isNotNull();
        });
    }

    private static byte[] damaged(Random random) {
        byte[] text = bytes(random);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int from = random.nextInt(text.length + 1);
            int to = Math.min(text.length, from + random.nextInt(random.nextBoolean() ? 4 : 40));
            switch (random.nextInt(6)) {
                case 0 -> text = replace(text, from, to, new byte[0]);
                case 1 -> text = replace(text, from, from, Arrays.copyOfRange(text, from, to));
                case 2 -> text = replace(text, from, from, token(random));
                case 3 -> text = replace(text, from, to, token(random));
                case 4 -> {
                    byte[] other = bytes(random);
                    text = replace(text, from, random.nextBoolean() ? from : text.length, other);
                }
                default ->
                    text = replace(text, from, Math.min(text.length, from + 1), new byte[] {(byte) random.nextInt()});
            }
        }
        return text;
    }

    private static byte[] token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Random random) {
        try {
            return Corpus.bytes(NAMES.get(random.nextInt(NAMES.size())) + ".json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] replace(byte[] text, int from, int to, byte[] by) {
        byte[] result = Arrays.copyOf(text, from + by.length + text.length - to);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(text, to, result, from + by.length, text.length - to);
        return result;
    }
}
