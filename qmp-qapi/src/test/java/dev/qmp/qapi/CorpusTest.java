package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every schema of the corpus gives what stands beside it: {@code .err} holds the diagnostics, {@code .out} a dump of the
 * model.
 */
class CorpusTest {
    static List<String> refused() {
        return Corpus.names(".err");
    }

    static List<String> accepted() {
        return Corpus.names(".out");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithTheExpectedDiagnostic(String name) {
        CheckResult result = SchemaCompiler.create().check(List.of(Corpus.source(name + ".json")), false);

        assertThat(result.format()).isEqualTo(Corpus.text(name + ".err"));
        assertThat(result.isGood()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void namesTheFirstErrorAmongAll(String name) {
        CheckResult first = SchemaCompiler.create().check(List.of(Corpus.source(name + ".json")), false);
        CheckResult all = SchemaCompiler.create().check(List.of(Corpus.source(name + ".json")), true);

        assertThat(all.errors()).isNotEmpty().startsWith(first.errors().get(0));
        assertThat(all.isGood()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsAndBuildsTheExpectedModel(String name) {
        Schema schema = SchemaCompiler.create().compile(Corpus.source(name + ".json"));

        assertThat(ModelDump.of(schema)).isEqualTo(Corpus.text(name + ".out"));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void introspectsAcceptedSchemasWithAndWithoutDocsAlike(String name) {
        SchemaSource source = Corpus.source(name + ".json");
        Schema strict = SchemaCompiler.create().compile(source);
        Schema bare = SchemaCompiler.create().withDocs(DocsMode.OFF).compile(source);

        assertThat(Introspection.of(bare)).isEqualTo(Introspection.of(strict));
        assertThat(bare.docs()).isEmpty();
    }

    @Test
    void hasACaseForEverySchema() {
        assertThat(Corpus.names(".json"))
                .allSatisfy(name -> assertThat(Corpus.names(".err").contains(name)
                                || Corpus.names(".out").contains(name))
                        .isTrue());
    }
}
