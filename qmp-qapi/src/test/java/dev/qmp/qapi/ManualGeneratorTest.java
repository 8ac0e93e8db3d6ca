package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.internal.manual.ManualFolder;
import dev.qmp.qapi.internal.manual.ManualGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualGeneratorTest {
    private static final String ROOT = """
            ##
            # ************
            # Introduction
            # ************
            #
            # All about `doors`, see `open-door` and the `qapi-x-index`.
            ##
            { 'include': 'sub/doors.json' }
            { 'include': 'rooms.json' }
            """;

    private static final String DOORS = """
            ##
            # *****************
            # Doors & <windows>
            # *****************
            #
            # Text before.
            ##

            ##
            # @Door:
            #
            # A door. It has a hinge.
            #
            # @id: its name
            #
            # @state: see `~QMP:doors.DoorState`, or @id
            #
            # @old: of old
            #
            # Features:
            #
            # @deprecated: Member @old is of no use.
            #
            # Since: 1.0
            ##
            { 'struct': 'Door',
              'data': { 'id': 'str', '*state': 'DoorState',
                        'old': { 'type': ['uint8'], 'features': [ 'deprecated' ], 'if': 'CONFIG_OLD' } } }

            ##
            # @DoorState:
            #
            # @open: it is open
            #
            # @shut: it is shut
            ##
            { 'enum': 'DoorState', 'data': [ 'open', { 'name': 'shut', 'if': { 'not': 'CONFIG_AJAR' } } ] }

            ##
            # =========
            # Movements
            # =========
            ##

            ##
            # @open-door:
            #
            # Opens a door.
            #
            # @id: which one
            #
            # Returns: the door, open
            #
            # Errors:
            #     - If there is none, GenericError
            #     - If it is stuck
            #
            # Since: 1.2
            #
            # .. qmp-example::
            #    :title: The front door
            #
            #     -> { "execute": "open-door", "arguments": { "id": "front" } }
            #     <- { "return": { "id": "front", "n": 1, "b": true, ... } }
            #     <- { "event": "DOOR_MOVED" }
            ##
            { 'command': 'open-door', 'data': { 'id': 'str' }, 'returns': 'Door', 'allow-oob': true,
              'allow-preconfig': true }

            ##
            # @DOOR_MOVED:
            #
            # Sent when one moves.
            #
            # @door: the door
            ##
            { 'event': 'DOOR_MOVED', 'data': { '*door': [ 'Door' ] }, 'if': 'CONFIG_EVENTS' }
            """;

    private static final String ROOMS = """
            { 'struct': 'Base', 'data': { 'kind': 'Kind', '*size': 'size' } }
            { 'enum': 'Kind', 'data': [ 'hall', 'cellar', 'attic' ] }
            { 'struct': 'Hall', 'base': 'Empty', 'data': { 'hall': 'Opening' } }
            { 'struct': 'Empty', 'data': { } }
            { 'union': 'Room', 'base': 'Base', 'discriminator': 'kind', 'data': { 'hall': 'Hall' } }
            { 'alternate': 'Opening', 'data': { 'door': 'Door', 'none': 'null', 'many': [ 'Door' ] } }
            { 'command': 'build', 'data': 'Room', 'boxed': true, 'features': [ 'unstable', 'x' ],
              'success-response': false }
            { 'command': 'many',
              'data': { 'a': 'int', '*b': 'int', '*c': 'int', '*d': 'int', '*e': 'int', '*f': 'int', '*g': 'int',
                        '*h': 'int', '*i': 'int', 'j': 'any' } }
            """;

    @TempDir
    Path dir;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(dir.resolve("in/sub"));
        Files.writeString(dir.resolve("in/house.json"), ROOT);
        Files.writeString(dir.resolve("in/sub/doors.json"), DOORS);
        Files.writeString(dir.resolve("in/rooms.json"), ROOMS);
    }

    private Schema schema() {
        return SchemaCompiler.create().compile(SchemaSource.file(dir.resolve("in/house.json")));
    }

    private ManualFolder generate(Schema schema, Map<String, String> options) throws IOException {
        new ManualGenerator().generate(schema, options, dir.resolve("new/out"));
        return ManualFolder.read(dir.resolve("new/out"));
    }

    private String page(String name) throws IOException {
        return Files.readString(dir.resolve("new/out").resolve(name));
    }

    private String text(String name) throws IOException {
        return page(name)
                .replaceAll("<[^>]*>", "")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
    }

    @Test
    void makesAPageForEachModuleThatShowsSomething() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(manual.faults()).isEmpty();
        assertThat(manual.pages())
                .containsExactlyInAnyOrder(
                        "index.html",
                        "commands.html",
                        "events.html",
                        "types.html",
                        "all.html",
                        "stability.html",
                        "builtin.html",
                        "module-doors.html",
                        "module-rooms.html");
        assertThat(manual.ids("module-doors.html"))
                .contains("Door", "Door.state", "DoorState.shut", "open-door", "open-door.id", "DOOR_MOVED.door");
        assertThat(manual.ids("module-rooms.html")).contains("Room:hall", "Room:attic", "Opening.many", "many.j");
    }

    @Test
    void introducesWithTheTextOfTheRoot() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(page("index.html")).contains("<title>house reference</title>");
        assertThat(text("index.html"))
                .contains("All about doors, see open-door and the index.")
                .contains("3 commands");
        assertThat(manual.links("index.html")).contains("module-doors.html", "module-doors.html#open-door", "all.html");
    }

    @Test
    void takesItsTitleFromTheOption() throws IOException {
        generate(schema(), Map.of("title", "The <House>"));

        assertThat(page("index.html")).contains("<title>The &lt;House&gt;</title>");
        assertThat(page("module-doors.html"))
                .contains("<title>Doors &amp; &lt;windows&gt; \u2013 The &lt;House&gt;</title>");
    }

    @Test
    void showsCommandsLikeFunctions() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(text("module-doors.html"))
                .contains("open-door(id: str) \u2192 Door")
                .contains("command since 1.2 out-of-band preconfig")
                .contains("Runs out of band. Sent as {&quot;exec-oob&quot;: &quot;open-door&quot;}")
                .containsSubsequence(
                        "Arguments",
                        "which one",
                        "Returns",
                        "Door",
                        "the door, open",
                        "Errors",
                        "If it is stuck",
                        "Example: The front door",
                        "-> { &quot;execute&quot;");
        assertThat(text("module-rooms.html"))
                .contains("build(\u2026Room)")
                .contains("no reply unstable x")
                .contains(
                        "    a: int,\n    b?: int,\n    c?: int,\n    d?: int,\n    e?: int,\n    f?: int,\n    g?: int,\n"
                                + "    j: any,\n    \u2026 2 more\n)");
        assertThat(manual.links("module-doors.html"))
                .contains("module-doors.html#Door", "builtin.html#str", "module-doors.html#DOOR_MOVED");
    }

    @Test
    void showsMembersWithTypeConditionAndFeatures() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(text("module-doors.html"))
                .contains("id str")
                .contains("state DoorState optional")
                .contains("old [uint8] deprecated if CONFIG_OLD")
                .contains("see DoorState, or id")
                .contains("deprecated of old")
                .contains("Member old is of no use.")
                .contains("shut if not CONFIG_AJAR")
                .contains("event if CONFIG_EVENTS");
        assertThat(manual.links("module-doors.html")).contains("module-doors.html#Door.id", "#Door.old");
    }

    @Test
    void showsWhatIsInheritedAndEachBranch() throws IOException {
        generate(schema(), Map.of());

        assertThat(text("module-rooms.html"))
                .contains("Room extends Base by kind: Kind")
                .contains("Opening = Door | null | [Door]")
                .containsSubsequence("The members of Base.", "2 members", "kind Kind", "size size optional")
                .containsSubsequence("when kind is hall", "The members of Hall.", "1 member")
                .contains("No further members when kind is cellar or attic.")
                .contains("No members.");
    }

    @Test
    void leadsBackFromTypesToTheirUsers() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(text("module-doors.html"))
                .containsSubsequence(
                        "Returned by",
                        "open-door",
                        "Data of",
                        "DOOR_MOVED.door",
                        "Alternative of",
                        "Opening.door, Opening.many");
        assertThat(text("module-rooms.html"))
                .containsSubsequence("Base of", "Room")
                .containsSubsequence("Branch of", "Room:hall")
                .containsSubsequence("Argument of", "build");
        assertThat(manual.links("module-doors.html"))
                .contains("module-rooms.html#Opening.many", "module-doors.html#DOOR_MOVED.door");
    }

    @Test
    void listsByKindAndByMark() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(text("commands.html"))
                .containsSubsequence("build", "many", "open-door", "Opens a door.", "doors", "1.2");
        assertThat(text("types.html")).contains("A door.").doesNotContain("hinge");
        assertThat(text("stability.html"))
                .containsSubsequence(
                        "Out-of-band commands 1",
                        "open-door",
                        "Deprecated 1",
                        "Door.old",
                        "Unstable 1",
                        "build",
                        "Other features 1",
                        "x",
                        "Conditions 3",
                        "CONFIG_EVENTS",
                        "DOOR_MOVED");
        assertThat(manual.links("stability.html")).contains("module-doors.html#Door.old");
        assertThat(manual.ids("all.html")).contains("_letter-D", "_letter-O");
    }

    @Test
    void leavesOutWhatDoesNotExist() throws IOException {
        Schema schema = schema().withConfiguration(Configuration.of(Set.of("CONFIG_AJAR")));
        ManualFolder manual = generate(schema, Map.of());

        assertThat(manual.faults()).isEmpty();
        assertThat(manual.ids("module-doors.html"))
                .contains("Door.state")
                .doesNotContain("Door.old", "DoorState.shut", "DOOR_MOVED");
        assertThat(page("search-index.js")).contains("\"open-door\"").doesNotContain("DOOR_MOVED", "\"old\"");
    }

    @Test
    void writesTheSameBytesAgainAndTouchesNothing() throws IOException {
        generate(schema(), Map.of());
        Map<String, String> first = contents();
        Path index = dir.resolve("new/out/index.html");
        Path stale = dir.resolve("new/out/module-rooms.html");
        Files.setLastModifiedTime(index, FileTime.fromMillis(1000));
        Files.writeString(stale, "stale");
        generate(schema(), Map.of());

        assertThat(contents()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(index)).isEqualTo(FileTime.fromMillis(1000));
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir.resolve("new/out"))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }

    @Test
    void showsASchemaWithoutAnyDocumentation() throws IOException {
        Schema schema = SchemaCompiler.create()
                .withDocs(DocsMode.OFF)
                .compile(SchemaSource.text("x.json", "{ 'command': 'c', 'data': { 'a': ['str'] } }"));
        ManualFolder manual = generate(schema, Map.of());

        assertThat(manual.faults()).isEmpty();
        assertThat(text("module-x.html")).contains("c(a: [str])").contains("x.json \u00b7 1 command");
    }

    @Test
    void showsAnEmptySchema() throws IOException {
        ManualFolder manual = generate(SchemaCompiler.create().compile(SchemaSource.text("x.json", "")), Map.of());

        assertThat(manual.faults()).isEmpty();
        assertThat(text("index.html")).contains("x reference").contains("0 commands");
    }

    @Test
    void keepsModulesOfTheSameNameApart() throws IOException {
        Files.createDirectories(dir.resolve("in/b"));
        Files.writeString(dir.resolve("in/m.json"), "{ 'command': 'one' } { 'include': 'b/M.json' }");
        Files.writeString(dir.resolve("in/b/M.json"), "{ 'command': 'two' }");
        ManualFolder manual =
                generate(SchemaCompiler.create().compile(SchemaSource.file(dir.resolve("in/m.json"))), Map.of());

        assertThat(manual.faults()).isEmpty();
        assertThat(manual.ids("module-m.html")).contains("one");
        assertThat(manual.ids("module-m-2.html")).contains("two");
    }

    @Test
    void showsDocumentationOfOlderReleases() throws IOException {
        String old = """
                ##
                # = Old
                ##
                ##
                # @c:
                #
                # @x : named with a blank
                #
                # Note: do not
                #
                # Returns: nothing
                #          - on success
                #
                # Example:
                #
                # -> { "execute": "c" }
                # <- { "return": {} }
                ##
                { 'command': 'c', 'data': { 'x': 'int' } }
                """;
        generate(SchemaCompiler.create().withDocs(DocsMode.WARN).compile(SchemaSource.text("old.json", old)), Map.of());

        assertThat(text("module-old.html"))
                .contains("Old \u2013 old reference")
                .contains("named with a blank")
                .contains("Note\ndo not")
                .contains("Returns\nnothing")
                .contains("-> { &quot;execute&quot;: &quot;c&quot; }");
    }

    @Test
    void refusesUnknownOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(schema(), Map.of("nonsense", "on")))
                .withMessage("unknown option 'nonsense'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(schema(), Map.of("title", " ")))
                .withMessage("option 'title' needs a text");
        assertThat(new ManualGenerator().name()).isEqualTo("manual");
    }
}
