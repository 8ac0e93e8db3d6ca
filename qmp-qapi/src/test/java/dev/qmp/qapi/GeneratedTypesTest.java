package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedTypesTest {
    private static final int VALUES_OF_A_TYPE = 12;

    private static Schema hostile(Configuration configuration) throws IOException {
        try (var in = GeneratedTypesTest.class.getResourceAsStream("/java/hostile.json")) {
            return SchemaCompiler.create()
                    .withConfiguration(configuration)
                    .compile(SchemaSource.text("hostile.json", new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    private static void agree(GeneratedTypes generated, Random random) throws ReflectiveOperationException {
        int good = 0;
        int all = 0;
        for (Type type : generated.types()) {
            for (int i = 0; i < VALUES_OF_A_TYPE; i++) {
                good += generated.agreesOn(type, random) ? 1 : 0;
                all++;
            }
        }
        if (all > 100) {
            assertThat(good).isBetween(all / 10, all - 1);
        }
    }

    @Property(tries = 8)
    void classesOfRandomSchemasJudgeValuesAsTheSchemaDoes(@ForAll Random random) throws ReflectiveOperationException {
        Schema schema = SchemaCompiler.create().compile(SchemaSource.text("s.json", RandomSchema.text(random)));
        agree(GeneratedTypes.of(schema), random);
    }

    @Test
    void classesOfHostileNamesJudgeValuesAsTheSchemaDoes() throws IOException, ReflectiveOperationException {
        agree(GeneratedTypes.of(hostile(Configuration.all())), new Random(1));
    }

    @Test
    void whatAConditionLeavesOutIsNotGenerated() throws IOException, ReflectiveOperationException {
        GeneratedTypes generated = GeneratedTypes.of(hostile(Configuration.of(Set.of("A"))));

        agree(generated, new Random(2));
        assertThat(generated.types()).extracting(Type::name).contains("Kinds").doesNotContain("Hidden");
        for (Type type : generated.types()) {
            if (type.name().equals("Old")) {
                assertThat(generated.generated(type).getRecordComponents())
                        .extracting("name")
                        .containsExactly("new_", "old", "older");
            }
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"7.2, WARN", "10.1, STRICT"})
    void classesOfTheWholeOfQemuJudgeValuesAsTheSchemaDoes(String release, DocsMode docs)
            throws ReflectiveOperationException {
        agree(GeneratedTypes.of(QemuSchemas.load(release, docs)), new Random(3));
    }
}
