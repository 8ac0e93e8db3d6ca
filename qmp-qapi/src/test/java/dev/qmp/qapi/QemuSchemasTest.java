package dev.qmp.qapi;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QEMU's own schemas load, and introspect as QEMU's generator and a live QEMU do. */
class QemuSchemasTest {
    @ParameterizedTest
    @CsvSource({
        "7.2, 1070, 528a7d94316632fb55a04c04916c13ac49d91fb78c3325fef229a9a2db6a72bb,"
                + " 959, a246e5ddd717767e1272adab0fde59fbe23ea87bca963d88e33498e16b869b1d,"
                + " 1bee170e86a48ae834f5a88d86bd0412b3af0930f954587ef16476e5613f9748",
        "10.1, 1214, a1595f57b70d599a4b3e3b61696ce21913b360e91ee84f77c0073d04c0f81c53,"
                + " 1112, e72b1b51c331c875a09e0730b0cdfd44f0515e3485ce224525ad9870cc7314f4,"
                + " 53139aa14bd35ebac257cfeff32695063ced6eba5f08e6e967ed30af2c746576"
    })
    void introspectsLikeTheGenerator(
            String release, int all, String allSum, int none, String noneSum, String unmaskedSum) {
        Schema schema = QemuSchemas.load(release, DocsMode.OFF);

        JsonArray unfiltered = Introspection.of(schema);
        assertThat(unfiltered).hasSize(all);
        assertThat(QemuSchemas.checkSum(unfiltered)).isEqualTo(allSum);
        JsonArray filtered = Introspection.of(schema.withConfiguration(Configuration.none()));
        assertThat(filtered).hasSize(none);
        assertThat(QemuSchemas.checkSum(filtered)).isEqualTo(noneSum);
        JsonArray unmasked = Introspection.of(schema, IntrospectionOptions.DEFAULT.withUnmask(true));
        assertThat(QemuSchemas.checkSum(unmasked)).isEqualTo(unmaskedSum);
    }

    @Test
    void introspectsLikeALiveServer() throws IOException {
        Schema schema =
                QemuSchemas.load("7.2", DocsMode.OFF).withConfiguration(Configuration.of(QemuSchemas.DEBIAN_7_2));
        JsonArray expected = QemuSchemas.json(QemuSchemas.find("7.2", "query-qmp-schema.json"));

        JsonArray list = Introspection.of(schema);

        assertThat(list).isEqualTo(expected);
        assertThat(JsonValues.toText(list)).isEqualTo(JsonValues.toText(expected));
        assertThat(QemuSchemas.checkSum(list))
                .isEqualTo("549df9dd4eba573a864842f7c9f1a52a2a9ae511fb70a118597edb4c91a4f655");
    }

    @Test
    void readsTheListOfALiveServer() throws IOException {
        JsonArray list = QemuSchemas.json(QemuSchemas.find("7.2", "query-qmp-schema.json"));

        Schema schema = Introspection.toSchema(list);

        assertThat(schema.commands()).hasSize(216);
        assertThat(schema.events()).hasSize(52);
        JsonArray again = Introspection.of(schema, IntrospectionOptions.DEFAULT.withUnmask(true));
        // Types that nothing refers to are not found again; everything else is.
        assertThat(again).hasSize(list.size() - 2);
        assertThat(list).containsAll(again);
    }

    @Test
    void readsAnUnfilteredListBackToTheSameList() {
        JsonArray list = Introspection.of(QemuSchemas.load("10.1", DocsMode.OFF));

        assertThat(Introspection.of(Introspection.toSchema(list))).isEqualTo(list);
    }

    @Test
    void acceptsTheDocumentationOfItsOwnLevel() {
        CheckResult result = SchemaCompiler.create()
                .check(List.of(SchemaSource.file(QemuSchemas.find("10.1", "qapi/qapi-schema.json"))), false);

        assertThat(result.format()).isEmpty();
        Schema schema = result.schema().orElseThrow();
        assertThat(counts(schema))
                .isEqualTo(Map.of(
                        "EnumType", 181,
                        "StructType", 476,
                        "UnionType", 43,
                        "AlternateType", 6,
                        "Command", 241,
                        "Event", 56));
        assertThat(schema.docs()).hasSize(1048).filteredOn(Doc::isFreeForm).hasSize(45);
        assertThat(schema.modules()).hasSize(46);
    }

    @Test
    void findsTheFaultsOfStyleThatLaterReleasesMended() {
        CheckResult result = SchemaCompiler.create()
                .withStyleWarnings()
                .check(List.of(SchemaSource.file(QemuSchemas.find("10.1", "qapi/qapi-schema.json"))), false);

        assertThat(result.isGood()).isTrue();
        assertThat(result.diagnostics().stream().collect(groupingBy(Diagnostic::message, counting())))
                .isEqualTo(Map.of(
                        "documentation line longer than 70 characters", 119L,
                        "Use two spaces between sentences", 9L));
    }

    @Test
    void warnsOfEachFaultInOlderDocumentation() {
        CheckResult result = SchemaCompiler.create()
                .withDocs(DocsMode.WARN)
                .check(List.of(SchemaSource.file(QemuSchemas.find("7.2", "qapi/qapi-schema.json"))), false);

        Map<String, Integer> kinds = new TreeMap<>();
        for (Diagnostic diagnostic : result.diagnostics()) {
            String message = diagnostic.message();
            String kind = message.replaceFirst("^(\\w+|The) '[^']*'", "$1").replaceFirst("'[^']*:'$", "");
            kinds.merge(
                    kind.replaceFirst("(?s)\\. Please.*", "").replaceFirst("^(member|value|branch)", "piece"),
                    1,
                    Integer::sum);
        }
        assertThat(result.isGood()).isTrue();
        assertThat(counts(result.schema().orElseThrow()).values().stream()
                        .mapToInt(i -> i)
                        .sum())
                .isEqualTo(890);
        assertThat(kinds)
                .isEqualTo(Map.of(
                        "piece lacks documentation", 517,
                        "The section is no longer supported", 280,
                        "text required after ", 211,
                        "'Returns' section, but command doesn't return anything", 74,
                        "documented member 'id ' does not exist", 1,
                        "documented member 'interface-id ' does not exist", 1));
    }

    @Test
    void hasNothingDisabledInUseInTheConfigurationOfALiveServer() {
        CheckResult result = SchemaCompiler.create()
                .withDocs(DocsMode.OFF)
                .withConfiguration(Configuration.of(QemuSchemas.DEBIAN_7_2))
                .check(List.of(SchemaSource.file(QemuSchemas.find("7.2", "qapi/qapi-schema.json"))), false);

        assertThat(result.format()).isEmpty();
    }

    @Test
    void validatesTheArgumentsOfEveryCommand() {
        Schema schema = QemuSchemas.load("7.2", DocsMode.OFF);
        Validator validator = Validator.of(schema, CompatPolicy.ACCEPT);

        for (Command command : schema.commands()) {
            assertThat(ValidatorTest.fault(() -> validator.checkArguments(
                            command, JsonText.parse("{\"no-such-argument\": 1}").asJsonObject())))
                    .matches("Parameter '[^']+' is (missing|unexpected)");
        }
    }

    private static Map<String, Integer> counts(Schema schema) {
        Map<String, Integer> counts = new TreeMap<>();
        for (SchemaEntity entity : schema.entities()) {
            if (!entity.isImplicit()) {
                counts.merge(entity.getClass().getSimpleName(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
