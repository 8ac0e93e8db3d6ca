package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.internal.manual.ManualFolder;
import dev.qmp.qapi.internal.manual.ManualGenerator;
import dev.qmp.qapi.introspection.Introspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                        "since.html",
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
                .containsSubsequence("when kind is hall: the members of Hall", "hall Opening")
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
    void describesTheArgumentsOfANamedTypeAndSmallBranchesInPlace() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(manual.ids("module-rooms.html")).contains("build.kind", "build.size", "Room:hall.hall");
        assertThat(text("module-rooms.html"))
                .containsSubsequence(
                        "build(", "The members of Room:", "kind Kind of Base", "More members by kind: hall.");
        assertThat(manual.links("module-rooms.html"))
                .contains("module-rooms.html#Room:hall", "module-rooms.html#Hall.hall");
    }

    @Test
    void describesManyMembersOfBranchesOnAPageOfTheirOwn() throws IOException {
        StringBuilder schema = new StringBuilder("{ 'enum': 'Way', 'data': [ 'a', 'b', 'none' ] }\n");
        for (String branch : List.of("a", "b")) {
            String members =
                    IntStream.range(0, 12).mapToObj(i -> "'m" + i + "': 'str'").collect(Collectors.joining(", "));
            schema.append("##\n# @Branch" + branch.toUpperCase(Locale.ROOT) + ":\n#\n");
            IntStream.range(0, 12)
                    .forEach(i -> schema.append("# @m" + i + ": member " + i + " of " + branch + "\n#\n"));
            schema.append(
                    "##\n{ 'struct': 'Branch" + branch.toUpperCase(Locale.ROOT) + "', 'data': { " + members + " } }\n");
        }
        schema.append("{ 'union': 'Big', 'base': { 'way': 'Way' }, 'discriminator': 'way',"
                + " 'data': { 'a': 'BranchA', 'b': 'BranchB' } }\n"
                + "{ 'command': 'go', 'data': 'Big', 'boxed': true }\n");
        ManualFolder manual =
                generate(SchemaCompiler.create().compile(SchemaSource.text("ways.json", schema.toString())), Map.of());

        assertThat(manual.faults()).isEmpty();
        assertThat(manual.ids("union-big.html")).contains("Big:a", "Big:a.m0", "Big:b.m11", "Big:none", "Big.way");
        assertThat(text("union-big.html")).contains("member 11 of b").contains("way Way");
        assertThat(manual.ids("module-ways.html"))
                .contains("Big:a", "Big:b", "go.way")
                .doesNotContain("Big:a.m0");
        assertThat(manual.links("module-ways.html")).contains("union-big.html", "union-big.html#Big:b.m11");
        assertThat(text("module-ways.html")).containsSubsequence("go(", "More members by way: a, b.");
    }

    @Test
    void dividesALongModuleAndKeepsItsAddresses() throws IOException {
        StringBuilder schema = new StringBuilder("##\n# ****\n# Long\n# ****\n##\n");
        for (int i = 0; i < 250; i++) {
            schema.append("##\n# @c" + i + ":\n#\n# " + ("Words. ".repeat(10) + "\n# ").repeat(12)
                    + "\n##\n{ 'command': 'c" + i + "' }\n");
        }
        ManualFolder manual =
                generate(SchemaCompiler.create().compile(SchemaSource.text("long.json", schema.toString())), Map.of());

        assertThat(manual.faults()).isEmpty();
        assertThat(manual.pages()).contains("module-long.html", "module-long-2.html");
        assertThat(manual.ids("module-long.html")).contains("c0", "c249");
        assertThat(manual.ids("module-long-2.html")).contains("c249").doesNotContain("c0");
        assertThat(manual.links("commands.html")).contains("module-long.html#c0", "module-long-2.html#c249");
        assertThat(page("module-long.html")).hasSizeLessThan(300_000);
        assertThat(page("search-index.js")).contains("[\"module-long-2.html\", \"\", \"long.json\"");
    }

    @Test
    void showsExamplesAsCommandLines() throws IOException {
        String schema = """
                ##
                # @c:
                #
                # .. qmp-example::
                #
                #     -> { "execute": "c", "arguments": { "s": "it's $HOME", "o": { "n": 1, "a": true } } }
                #     <- { "return": {} }
                #     -> { "exec-oob": "c",
                #          "arguments": { "s": "x" } }
                #     -> { "execute": "c", "arguments": { "s": "12", "l": [ "a", "b" ] } }
                #     -> { "execute": "c", "arguments": { "s": "a\\nb", "x.y": 1 } }
                #     -> { "execute": "c", "arguments": { ... } }
                #     -> { "execute": "unknown" }
                ##
                { 'command': 'c', 'data': { 's': 'str', '*o': 'Oo', '*l': [ 'str' ] }, 'allow-oob': true,
                  'features': [ 'f' ] }
                { 'struct': 'Oo', 'data': { 'n': 'int', 'a': 'any' } }
                """;
        generate(
                SchemaCompiler.create().withDocs(DocsMode.WARN).compile(SchemaSource.text("c.json", schema)), Map.of());

        assertThat(text("module-c.html").replace("&quot;", "\""))
                .contains("With qmp exec")
                .contains("""
                        qmp exec /run/vm.sock c 's=it'\\''s $HOME' o.n=1 o.a=true
                        qmp exec /run/vm.sock c s=x --oob
                        qmp exec /run/vm.sock c s=12 'l=["a", "b"]'
                        qmp exec /run/vm.sock c --args '{"s": "a\\nb", "x.y": 1}'
                        """);
    }

    @Test
    void listsByReleaseAndSaysWhatReplacesTheDeprecated() throws IOException {
        ManualFolder manual = generate(schema(), Map.of());

        assertThat(text("since.html"))
                .containsSubsequence("1.2 1", "open-door", "1.0 1", "Door", "Not told", "DoorState");
        assertThat(manual.ids("since.html")).contains("_1.2", "_1.0", "_unknown");
        assertThat(text("stability.html")).containsSubsequence("Deprecated 1", "Door.old", "Member old is of no use.");
    }

    @Test
    void marksWhatIsDifferentFromAnOlderVersion() throws IOException {
        Path older = Files.writeString(dir.resolve("older.json"), """
                { 'enum': 'Colour', 'data': [ 'red' ] }
                { 'struct': 'Lamp', 'data': { 'name': 'str', '*size': 'int', '*gone': 'int' } }
                { 'command': 'paint', 'data': { 'lamp': 'Lamp', 'colour': 'Colour' } }
                { 'command': 'blink' }
                { 'command': 'query', 'returns': 'Lamp' }
                """);
        Schema newer = SchemaCompiler.create().compile(SchemaSource.text("lamps.json", """
                        { 'enum': 'Colour', 'data': [ 'red', 'blue' ] }
                        { 'struct': 'Lamp', 'data': { 'name': 'str', 'size': { 'type': 'int', 'features': [ 'deprecated' ] },
                                                      '*fresh': 'Fresh' } }
                        { 'struct': 'Fresh', 'data': {} }
                        { 'command': 'paint', 'data': { 'lamp': 'Lamp', 'colour': 'Colour' }, 'features': [ 'deprecated' ] }
                        { 'command': 'shine' }
                        { 'command': 'query', 'returns': 'Lamp' }
                        """));
        ManualFolder manual = generate(newer, Map.of("against", older.toString()));

        assertThat(manual.faults()).isEmpty();
        assertThat(text("module-lamps.html"))
                .contains("blue new")
                .contains("size int deprecated now deprecated")
                .contains("fresh Fresh optional new")
                .contains("Lamp\nstruct changed: gone: member removed")
                .contains("Fresh\nstruct new")
                .contains("paint\ncommand deprecated now deprecated")
                .contains("shine\ncommand new")
                .contains("query\ncommand\n");
        assertThat(text("changes.html"))
                .containsSubsequence(
                        "Commands", "blink", "command removed", "paint", ".arguments.colour=blue", "value added")
                .containsSubsequence(".arguments.lamp.size", "now mandatory breaking", "shine", "command added");
        assertThat(manual.links("changes.html"))
                .contains("module-lamps.html#paint")
                .doesNotContain("#blink");
        generate(newer, Map.of());
        assertThat(page("module-lamps.html")).doesNotContain("class=\"change");
    }

    @Test
    void marksWhatIsDifferentFromIntrospection() throws IOException {
        Schema old = SchemaCompiler.create()
                .compile(SchemaSource.text("o.json", "{ 'command': 'a', 'data': { 'x': 'int' } }"));
        Path older =
                Files.writeString(dir.resolve("o.json"), Introspection.of(old).toString());
        Schema newer = SchemaCompiler.create()
                .compile(SchemaSource.text(
                        "n.json",
                        "{ 'command': 'a', 'data': { 'x': 'uint8', '*y': 'Yy' } } { 'struct': 'Yy', 'data': {} }"));
        generate(newer, Map.of("against", older.toString()));

        assertThat(text("module-n.html"))
                .contains("y Yy optional new")
                .contains("Yy\nstruct\n")
                .contains("x uint8\n");
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> generate(
                        newer,
                        Map.of("against", Files.writeString(older, "[ 1 ]").toString())))
                .withMessageStartingWith(older + ": ");
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> generate(newer, Map.of("against", "no/such.json")))
                .withMessage("can't read schema file 'no/such.json': No such file or directory");
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
