package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.ChangeKind;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import dev.qmp.qapi.introspection.Introspection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changed between releases of QEMU; skipped where their schemas are not at hand. */
class QemuSchemaDiffTest {
    private static final List<String> RELEASES = List.of("7.2", "10.0", "10.1");

    static List<String[]> pairs() {
        List<String[]> pairs = new ArrayList<>();
        for (String older : RELEASES) {
            for (String newer : RELEASES) {
                pairs.add(new String[] {older, newer});
            }
        }
        return pairs;
    }

    private static Schema source(String release) {
        return QemuSchemas.load(release, DocsMode.OFF);
    }

    private static Schema introspected(Schema schema) {
        return Introspection.toSchema(Introspection.of(schema));
    }

    private static Schema live(String release) throws IOException {
        return Introspection.toSchema(QemuSchemas.json(QemuSchemas.find(release, "query-qmp-schema.json")));
    }

    private static Schema configured(String release) {
        Set<String> names = release.equals("7.2") ? QemuSchemas.DEBIAN_7_2 : QemuSchemas.DEBIAN_10_0;
        return source(release).withConfiguration(Configuration.of(names));
    }

    /** Everything about the changes that introspection tells. */
    private static Stream<String> known(SchemaDiff diff) {
        return diff.changes().stream()
                .filter(change -> switch (change.kind()) {
                    case TYPE_ADDED, TYPE_REMOVED, CONDITION_CHANGED -> false;
                    case FLAG_CHANGED -> change.subject().equals("allow-oob");
                    case TYPE_CHANGED -> !change.text().matches("u?int\\d* became u?int\\d*");
                    default -> true;
                })
                .map(change -> change + " " + change.alsoAt() + " " + change.isUnstable() + " " + change.clients() + " "
                        + change.servers());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void isTheSameFromTextsAndFromTheirIntrospection(String older, String newer) {
        Schema left = source(older);
        Schema right = source(newer);

        assertThat(known(SchemaDiff.of(introspected(left), introspected(right))))
                .isEqualTo(known(SchemaDiff.of(left, right)).toList());
        if (older.equals(newer)) {
            assertThat(SchemaDiff.of(left, right).changes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"7.2, 10.0", "10.0, 7.2"})
    void isTheSameFromTextsAndFromLiveServers(String older, String newer) throws IOException {
        assertThat(known(SchemaDiff.of(live(older), live(newer))))
                .isEqualTo(known(SchemaDiff.of(configured(older), configured(newer)))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.2", "10.0"})
    void aLiveServerHasWhatItsTextSays(String release) throws IOException {
        assertThat(SchemaDiff.of(configured(release), live(release)).changes()).isEmpty();
    }

    /** What the documentation of 7.2 announced is gone, and what is newly deprecated is explained in that of 10.1. */
    @Test
    void agreesWithTheDocumentation() {
        SchemaDiff diff =
                SchemaDiff.of(QemuSchemas.load("7.2", DocsMode.WARN), QemuSchemas.load("10.1", DocsMode.STRICT));

        List<Change> deprecated = diff.changes().stream()
                .filter(change -> change.kind() == ChangeKind.FEATURE_ADDED
                        && change.subject().equals(Feature.DEPRECATED))
                .toList();
        assertThat(deprecated)
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(change -> assertThat(announcement(change.newer()))
                        .containsAnyOf(
                                "This command is deprecated", word(change.path().below()) + " is deprecated"));

        List<Change> announced = diff.breaking(Peer.CLIENT).stream()
                .filter(change -> change.text().endsWith("was deprecated"))
                .toList();
        assertThat(announced)
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(change -> assertThat(announcement(change.older()))
                        .containsAnyOf("This event is deprecated", "@" + change.subject() + " is deprecated"));
    }

    private static String announcement(@Nullable SchemaEntity entity) {
        assertThat(entity).isNotNull();
        // Under the rules of 10.1, the text of a feature of 7.2 may be part of another section.
        return entity.doc().orElseThrow().sections().stream()
                .map(Doc.Section::text)
                .collect(Collectors.joining("\n"))
                .replaceAll("\\s+", " ");
    }

    /** Returns the last name of a path, as documentation mentions it. */
    private static String word(String path) {
        return "@" + path.replaceAll("#.*", "").replaceAll(".*[.=]", "");
    }

    @ParameterizedTest
    @CsvSource({
        "migrate.arguments.blk, MEMBER_REMOVED",
        "migrate-set-parameters.arguments.compress-level, MEMBER_REMOVED",
        "query-migrate.return.ram.skipped, MEMBER_REMOVED",
        "query-status.return.singlestep, MEMBER_REMOVED",
        "query-sgx.return.section-size, MEMBER_REMOVED",
        "object-add.arguments(qom-type=secret).loaded, MEMBER_REMOVED",
        "trace-event-get-state.arguments.vcpu, MEMBER_REMOVED",
        "MEM_UNPLUG_ERROR, EVENT_REMOVED",
        "migrate-set-capabilities.arguments.capabilities[].capability=compress, VALUE_REMOVED"
    })
    void findsWhatWasRemoved(String path, ChangeKind kind) {
        assertThat(SchemaDiff.of(source("7.2"), source("10.1")).breaking(Peer.CLIENT))
                .filteredOn(change -> change.path().toString().equals(path))
                .extracting(Change::kind)
                .containsExactly(kind);
    }
}
