package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SchemaPropertiesTest {
    private static final String[] SPICE = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "'",
        "\\",
        "#",
        "##",
        "\n",
        "\t",
        "\r",
        "\u0000",
        "\u00e9",
        "true",
        "false",
        "'if'",
        "'data'",
        "'base': 'int',",
        "'boxed': true,",
        "'*",
        "\n##\n# @x:\n##\n",
        "\n# Features:\n",
        "\n# @a:\n",
        "\n# Since: 1\n",
        "'features': [ 'f' ],",
        "''",
        "'q_empty'",
        "'strList'",
        "{ 'include': 'x' }",
        "{ 'pragma': { 'doc-required': true } }",
        "'if': { 'all': [] },",
        "'returns': [ 'QType' ],",
        "\ud83d\ude00",
        "\ud83d"
    };

    private static CheckResult check(String text, DocsMode docs, boolean all) {
        return SchemaCompiler.create().withDocs(docs).check(List.of(SchemaSource.text("s.json", text)), all);
    }

    @Property(tries = 400)
    void aRandomValidSchemaPrintsAndParsesBackToTheSameModel(@ForAll Random random) {
        String text = RandomSchema.text(random);
        CheckResult first = check(text, DocsMode.STRICT, false);
        assertThat(first.format()).as(text).isEmpty();

        String printed = SchemaPrinter.print(first.schema().orElseThrow());
        CheckResult second = check(printed, DocsMode.STRICT, false);

        assertThat(second.format()).as(printed).isEmpty();
        assertThat(ModelDump.of(second.schema().orElseThrow()))
                .as(printed)
                .isEqualTo(ModelDump.of(first.schema().orElseThrow()));
    }

    @Property(tries = 200)
    void anIntrospectedSchemaReadsBackToTheSameList(@ForAll Random random) {
        Schema schema =
                check(RandomSchema.text(random), DocsMode.OFF, false).schema().orElseThrow();
        IntrospectionOptions unmask = IntrospectionOptions.DEFAULT.withUnmask(true);
        var list = Introspection.of(schema, unmask);

        assertThat(Introspection.of(Introspection.toSchema(list), unmask)).isEqualTo(list);
    }

    @Property(tries = 1500)
    void mutationsNeverCrashTheCheckerAndErrorsHaveAPlace(@ForAll Random random, @ForAll DocsMode docs) {
        String text = mutate(RandomSchema.text(random), random);

        CheckResult first = check(text, docs, false);
        CheckResult all = check(text, docs, true);

        assertThat(all.isGood()).as(text).isEqualTo(first.isGood());
        assertThat(first.errors()).hasSize(first.isGood() ? 0 : 1);
        if (!first.isGood()) {
            assertThat(all.errors()).as(text).startsWith(first.errors().get(0));
        }
        for (Diagnostic diagnostic : all.diagnostics()) {
            assertThat(diagnostic.source().file()).isEqualTo("s.json");
            assertThat(diagnostic.source().line()).isPositive();
            assertThat(diagnostic.message()).isNotBlank();
            assertThat(diagnostic.format())
                    .contains("s.json:" + diagnostic.source().line() + ":");
        }
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int at = random.nextInt(mutant.length() + 1);
            int end = Math.min(mutant.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> mutant.delete(at, end);
                case 1 -> mutant.insert(at, SPICE[random.nextInt(SPICE.length)]);
                case 2 -> mutant.replace(at, end, SPICE[random.nextInt(SPICE.length)]);
                default -> {
                    int from = random.nextInt(mutant.length() + 1);
                    mutant.insert(at, mutant.substring(from, Math.min(mutant.length(), from + random.nextInt(60))));
                }
            }
        }
        return mutant.toString();
    }
}
