package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.SchemaDiff;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaDiffTest {
    private static Schema schema(String name, String text) {
        return SchemaCompiler.create().compile(SchemaSource.text(name, text));
    }

    private static List<Change> changes(String older, String newer) {
        return SchemaDiff.of(schema("old.json", older), schema("new.json", newer))
                .changes();
    }

    private static List<String> lines(List<Change> changes) {
        return changes.stream()
                .map(change -> change.kind().word() + " " + change.path() + ": "
                        + change.clients().verdict().word() + "/"
                        + change.servers().verdict().word() + (change.isUnstable() ? " unstable" : ""))
                .toList();
    }

    private static String types(String members) {
        return """
                { 'enum': 'En', 'data': [ 'a', 'b' ] }
                { 'enum': 'Wide', 'data': [ 'a', 'b', 'c' ] }
                { 'struct': 'Ob', 'data': { 'x': 'int' } }
                { 'alternate': 'StrOrNull', 'data': { 's': 'str', 'n': 'null' } }
                { 'alternate': 'EnOrNull', 'data': { 's': 'En', 'n': 'null' } }
                { 'struct': 'Data', 'data': { %s } }
                """.formatted(members);
    }

    /** The same change of a type, of arguments and of a result. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            'm': 'int' ; 'm': 'int', 'n': 'int' ; member-added .n ; breaking/breaking ; compatible/breaking
            'm': 'int' ; 'm': 'int', '*n': 'int' ; member-added .n ; compatible/breaking ; compatible/compatible
            'n': 'int' ;  ; member-removed .n ; breaking/breaking ; breaking/breaking
            '*n': 'int' ;  ; member-removed .n ; breaking/compatible ; breaking/breaking
            'n': 'int' ; '*n': 'int' ; made-optional .n ; compatible/breaking ; breaking/compatible
            '*n': 'int' ; 'n': 'int' ; made-mandatory .n ; breaking/compatible ; compatible/breaking
            'n': 'En' ; 'n': 'Wide'             ; value-added .n=c ; compatible/breaking ; breaking/compatible
            'n': 'Wide' ; 'n': 'En'               ; value-removed .n=c ; breaking/compatible ; compatible/breaking
            'n': 'str' ; 'n': 'StrOrNull'        ; alternative-added .n|null ; compatible/breaking ; breaking/compatible
            'n': 'StrOrNull' ; 'n': 'str'          ; alternative-removed .n|null ; breaking/compatible ; compatible/breaking
            'n': 'StrOrNull' ; 'n': 'EnOrNull' ; type-changed .n ; breaking/compatible ; compatible/breaking
            'n': 'int8' ; 'n': 'int' ; type-changed .n ; compatible/breaking ; breaking/compatible
            'n': 'int' ; 'n': 'number' ; type-changed .n ; compatible/breaking ; breaking/compatible
            'n': 'En' ; 'n': 'str' ; type-changed .n ; compatible/breaking ; breaking/compatible
            'n': 'str' ; 'n': 'any' ; type-changed .n ; compatible/breaking ; breaking/compatible
            'n': 'str' ; 'n': 'int' ; type-changed .n ; breaking/breaking ; breaking/breaking
            'n': 'str' ; 'n': [ 'str' ] ; type-changed .n ; breaking/breaking ; breaking/breaking
            'n': ['str'] ; 'n': [ 'int' ] ; type-changed .n[] ; breaking/breaking ; breaking/breaking
            'n': 'Ob' ; 'n': 'StrOrNull' ; type-changed .n ; breaking/breaking ; breaking/breaking
            'n': 'bool' ; 'n': { 'type': 'bool', 'features': [ 'deprecated' ] } ; feature-added .n#deprecated ; deprecated/deprecated ; deprecated/deprecated
            'n': 'bool' ; 'n': { 'type': 'bool', 'features': [ 'unstable' ] } ; feature-added .n#unstable ; deprecated/deprecated ; deprecated/deprecated
            'n': 'bool' ; 'n': { 'type': 'bool', 'features': [ 'f' ] } ; feature-added .n#f ; compatible/compatible ; compatible/compatible
            'n': { 'type': 'bool', 'features': [ 'f' ] } ; 'n': 'bool' ; feature-removed .n#f ; breaking/compatible ; breaking/compatible
            'n': { 'type': 'bool', 'features': [ 'deprecated' ] } ; 'n': 'bool' ; feature-removed .n#deprecated ; compatible/compatible ; compatible/compatible
            '*n': 'int' ; '*n': { 'type': 'int', 'if': 'X' } ; condition-changed .n#if ; breaking/compatible ; breaking/breaking
            '*n': { 'type': 'int', 'if': 'X' } ; '*n': 'int' ; condition-changed .n#if ; compatible/breaking ; compatible/compatible
            '*n': { 'type': 'int', 'if': 'X' } ; '*n': { 'type': 'int', 'if': { 'any': [ 'X', 'Y' ] } } ; condition-changed .n#if ; compatible/breaking ; compatible/compatible
            """)
    void judgesByTheDirectionOfTheFlow(String before, String after, String what, String ofArguments, String ofResult) {
        String command = "{ 'command': 'c', 'data': 'Data', 'boxed': true }";
        String query = "{ 'command': 'c', 'returns': 'Data' }";
        String event = "{ 'event': 'E', 'data': 'Data', 'boxed': true }";
        String left = types(before == null ? "" : before);
        String right = types(after == null ? "" : after);
        String[] kind = what.split(" ", 2);

        assertThat(lines(changes(left + command, right + command)))
                .containsExactly(kind[0] + " c.arguments" + kind[1] + ": " + ofArguments);
        assertThat(lines(changes(left + query, right + query)))
                .containsExactly(kind[0] + " c.return" + kind[1] + ": " + ofResult);
        assertThat(lines(changes(left + event, right + event)))
                .containsExactly(kind[0] + " E.data" + kind[1] + ": " + ofResult);
    }

    @Test
    void findsCommandsEventsAndTypesThatCameAndWent() {
        assertThat(lines(changes("""
                        { 'command': 'gone' }
                        { 'event': 'GONE' }
                        { 'struct': 'Gone', 'data': {} }
                        { 'command': 'x-gone', 'features': [ 'unstable' ] }
                        """, """
                        { 'command': 'new' }
                        { 'event': 'NEW' }
                        { 'struct': 'New', 'data': {} }
                        { 'command': 'x-new', 'features': [ 'unstable' ] }
                        """)))
                .containsExactly(
                        "command-removed gone: breaking/compatible",
                        "command-added new: compatible/breaking",
                        "command-removed x-gone: compatible/compatible unstable",
                        "command-added x-new: compatible/compatible",
                        "event-removed GONE: breaking/breaking",
                        "event-added NEW: compatible/breaking",
                        "type-removed Gone: compatible/compatible",
                        "type-added New: compatible/compatible");
    }

    @ParameterizedTest
    @CsvSource({
        "allow-oob, true, compatible/breaking, breaking/compatible",
        "allow-preconfig, true, compatible/breaking, breaking/compatible",
        "success-response, false, breaking/breaking, breaking/breaking",
        "coroutine, true, compatible/compatible, compatible/compatible",
        "gen, false, compatible/compatible, compatible/compatible"
    })
    void findsFlagsThatChanged(String flag, String value, String whenWritten, String whenNot) {
        String plain = "{ 'command': 'c' }";
        String flagged = "{ 'command': 'c', '" + flag + "': " + value + " }";

        assertThat(lines(changes(plain, flagged))).containsExactly("flag-changed c#" + flag + ": " + whenWritten);
        assertThat(lines(changes(flagged, plain))).containsExactly("flag-changed c#" + flag + ": " + whenNot);
    }

    @Test
    void namesWhatLiesDeepByItsPathAndPlaces() {
        String text = """
                { 'enum': 'Kind', 'data': [ 'disk', 'net' ] }
                { 'struct': 'Mapping', 'data': { 'thread': 'str', '*vqs': [ 'uint16' ] } }
                { 'struct': 'Disk',
                  'data': { '*mapping': [ 'Mapping' ] } }
                { 'union': 'Device', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'disk': 'Disk' } }
                { 'command': 'device-plug', 'data': { 'device': 'Device' } }
                { 'command': 'devices-plug', 'data': { 'devices': [ 'Device' ] } }
                """;

        List<Change> changes = changes(text, text.replace("'*vqs'", "'vqs'"));

        assertThat(changes).hasSize(1);
        Change change = changes.get(0);
        assertThat(change).hasToString("device-plug.arguments.device(kind=disk).mapping[].vqs: now mandatory");
        assertThat(change.alsoAt())
                .extracting(Object::toString)
                .containsExactly("devices-plug.arguments.devices[](kind=disk).mapping[].vqs");
        assertThat(change.subject()).isEqualTo("vqs");
        assertThat(change.clients().reason()).isEqualTo("old clients may leave it out");
        assertThat(change.older()).isNotNull().extracting(SchemaEntity::source).hasToString("old.json:2");
        assertThat(change.newer()).isNotNull().extracting(SchemaEntity::source).hasToString("new.json:2");
    }

    @Test
    void doesNotMindNamesBasesAndOrder() {
        assertThat(lines(changes("""
                        { 'enum': 'En', 'data': [ 'a', 'b' ] }
                        { 'struct': 'Br', 'data': { 'm': 'size', '*again': 'Br' } }
                        { 'union': 'Un', 'base': { 't': 'En', '*x': 'int' }, 'discriminator': 't', 'data': { 'b': 'Br' } }
                        { 'command': 'c', 'data': { 'un': 'Un', '*n': 'str' }, 'returns': [ 'Br' ] }
                        """, """
                        { 'enum': 'En', 'data': [ 'b', 'a' ] }
                        { 'struct': 'Root', 'data': { 'm': 'uint64' } }
                        { 'struct': 'Br', 'base': 'Root', 'data': { '*again': 'Br' } }
                        { 'struct': 'Base', 'data': { '*x': 'int64', 't': 'En' } }
                        { 'union': 'Un', 'base': 'Base', 'discriminator': 't', 'data': { 'b': 'Br' } }
                        { 'struct': 'Args', 'data': { '*n': 'str', 'un': 'Un' } }
                        { 'command': 'c', 'data': 'Args', 'returns': [ 'Br' ] }
                        """)))
                .containsExactly(
                        "type-added Args: compatible/compatible",
                        "type-added Base: compatible/compatible",
                        "type-added Root: compatible/compatible");
    }

    @Test
    void seesThroughMembersThatMoveBetweenABaseAndItsBranches() {
        String before = """
                { 'enum': 'En', 'data': [ 'a', 'b' ] }
                { 'struct': 'St', 'data': { 't': 'En', '*m': 'int', '*n': 'int' } }
                { 'command': 'c', 'data': 'St', 'boxed': true }
                """;
        String after = """
                { 'enum': 'En', 'data': [ 'a', 'b' ] }
                { 'struct': 'Aa', 'data': { '*m': 'int', '*n': 'int' } }
                { 'struct': 'Bb', 'data': { '*m': 'int' } }
                { 'union': 'St', 'base': { 't': 'En' }, 'discriminator': 't', 'data': { 'a': 'Aa', 'b': 'Bb' } }
                { 'command': 'c', 'data': 'St', 'boxed': true }
                """;

        assertThat(lines(changes(before, after)))
                .contains("member-removed c.arguments(t=b).n: breaking/compatible")
                .filteredOn(line -> !line.startsWith("type-"))
                .hasSize(1);
        assertThat(lines(changes(after, before)))
                .contains("member-added c.arguments(t=b).n: compatible/breaking")
                .filteredOn(line -> !line.startsWith("type-"))
                .hasSize(1);
    }

    @Test
    void reportsATagThatIsAnotherMember() {
        String text = """
                { 'enum': 'En', 'data': [ 'a' ] }
                { 'struct': 'Br', 'data': { '*m': 'int' } }
                { 'union': 'Un', 'base': { 't': 'En', 'v': 'En' }, 'discriminator': 't', 'data': { 'a': 'Br' } }
                { 'command': 'c', 'data': 'Un', 'boxed': true }
                """;

        assertThat(lines(changes(text, text.replace("'discriminator': 't'", "'discriminator': 'v'"))))
                .containsExactly("tag-changed c.arguments: breaking/breaking");
    }

    @Test
    void callsUnstableOnlyWhatNothingStableLeadsTo() {
        String text = """
                { 'struct': 'One', 'data': { '*m': 'int' } }
                { 'struct': 'Two', 'data': { '*n': 'int' } }
                { 'command': 'x-one', 'data': { 'one': 'One', 'two': 'Two' }, 'features': [ 'unstable' ] }
                { 'command': 'two', 'data': { 'more': { 'type': 'One', 'features': [ 'unstable' ] }, 'deep': [ 'Two' ] } }
                """;

        List<Change> changes = changes(text, text.replace("*m", "m").replace("*n", "n"));

        assertThat(lines(changes))
                .containsExactly(
                        "made-mandatory two.arguments.deep[].n: breaking/compatible",
                        "made-mandatory two.arguments.more.m: compatible/compatible unstable");
        assertThat(changes.get(0).alsoAt()).hasToString("[x-one.arguments.two.n]");
    }

    @Test
    void saysWhetherARemovalWasAnnounced() {
        assertThat(changes(
                        "{ 'command': 'c', 'data': { '*a': { 'type': 'int', 'features': [ 'deprecated' ] }, '*b': 'int' } }",
                        "{ 'command': 'c', 'data': { '*d': { 'type': 'int', 'features': [ 'deprecated' ] } } }"))
                .extracting(Object::toString)
                .containsExactly(
                        "c.arguments.a: member removed, was deprecated",
                        "c.arguments.b: member removed",
                        "c.arguments.d: optional member added, deprecated already");
    }

    @Test
    void looksAtTheConfigurationWhereOneIsGiven() {
        String text = "{ 'struct': 'St', 'data': { '*a': { 'type': 'int', 'if': %s } } }"
                + "{ 'command': 'c', 'data': 'St', 'boxed': true }";
        Schema older = schema("old.json", text.formatted("'X'"));
        Schema newer = schema("new.json", text.formatted("{ 'not': 'X' }"));
        Configuration defined = Configuration.of(Set.of("X"));

        assertThat(lines(SchemaDiff.of(older, newer).changes()))
                .containsExactly("condition-changed c.arguments.a#if: breaking/breaking");
        assertThat(lines(SchemaDiff.of(older.withConfiguration(defined), newer.withConfiguration(defined))
                        .changes()))
                .containsExactly("member-removed c.arguments.a: breaking/compatible");
        assertThat(SchemaDiff.of(older, older.withConfiguration(defined)).changes())
                .isEmpty();
    }
}
