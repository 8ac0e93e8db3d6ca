package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.monitor.Monitors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jars that are broken in every way: each stops the start with one line that names it, or is skipped and the others serve. */
class PluginsTest {
    private static final String COMMANDS = "META-INF/services/dev.qmp.dispatch.spi.CommandProvider";
    private static final String DEVICES = "META-INF/services/dev.qmp.chardev.spi.ChardevBackend";

    /** Providers: what their class says, and what is said of them. */
    private static final Map<String, List<String>> PROVIDERS = new TreeMap<>(Map.ofEntries(
            Map.entry("NoSchema", List.of("public SchemaSource schema() { return null; }", "schema() returns null")),
            Map.entry("NoName", List.of("public String name() { return null; }", "name() returns null")),
            Map.entry(
                    "NoOob",
                    List.of(
                            "public Set<String> alsoOutOfBand(Dialect d) { return null; }",
                            "alsoOutOfBand() returns null")),
            Map.entry(
                    "NoLimits",
                    List.of("public List<EventLimit> eventLimits() { return null; }", "eventLimits() returns null")),
            Map.entry(
                    "ThrowsInSchema",
                    List.of(
                            "public SchemaSource schema() { throw new IllegalArgumentException(\"two\\nlines\"); }",
                            "schema() fails: java.lang.IllegalArgumentException: two lines")),
            Map.entry(
                    "ErrorInSchema",
                    List.of(
                            "public SchemaSource schema() { throw new NoClassDefFoundError(\"a/b/C\"); }",
                            "needs the class a.b.C")),
            Map.entry(
                    "StackInSchema",
                    List.of(
                            "public SchemaSource schema() { return schema(); }",
                            "schema() fails: java.lang.StackOverflowError: null")),
            Map.entry(
                    "ThrowsInBind",
                    List.of(
                            "public void bind(CommandBinder c, ProviderContext x) { throw new"
                                    + " NullPointerException(\"oh\"); }",
                            "bind() fails: java.lang.NullPointerException: oh")),
            Map.entry(
                    "AssertsInBind",
                    List.of(
                            "public void bind(CommandBinder c, ProviderContext x) { throw new AssertionError(\"oh\");"
                                    + " }",
                            "bind() fails: java.lang.AssertionError: oh")),
            Map.entry(
                    "Unbound",
                    List.of(
                            "public void bind(CommandBinder c, ProviderContext x) { }",
                            "command 'unbound', declared at Unbound.jar/own.json:1, has no handler")),
            Map.entry(
                    "BindsAnother",
                    List.of(
                            "public void bind(CommandBinder c, ProviderContext x) { c.action(\"none\", (r, a) -> { });"
                                    + " }",
                            "bind() fails: provider 'own (BindsAnother.jar)' has a handler for 'none', which no schema"
                                    + " declares")),
            Map.entry(
                    "BadSchema",
                    List.of(
                            "public SchemaSource schema() { return SchemaSource.text(\"own.json\", \"{ 'oops'\"); }",
                            "BadSchema.jar/own.json:1: expected ':'")),
            Map.entry(
                    "NoFile",
                    List.of(
                            "public SchemaSource schema() { return SchemaSource.of(\"own.json\", n -> { throw new"
                                    + " java.io.FileNotFoundException(n); }); }",
                            "can't read schema file 'NoFile.jar/own.json': No such file or directory")),
            Map.entry(
                    "ReaderThrows",
                    List.of(
                            "public SchemaSource schema() { return SchemaSource.of(\"own.json\", n -> { throw new"
                                    + " IllegalStateException(\"oh\"); }); }",
                            "schema() fails: oh")),
            Map.entry(
                    "ZClash",
                    List.of(
                            "public SchemaSource schema() { return SchemaSource.text(\"own.json\", \"\\n"
                                    + "{ 'command': 'good' }\"); }",
                            "ZClash.jar/own.json:2: command 'good': 'good' is already defined, at"
                                    + " Good.jar/own.json:1")),
            Map.entry(
                    "ThrowsWhenMade",
                    List.of(
                            "public ThrowsWhenMade() { throw new IllegalArgumentException(\"oh\"); }",
                            "cannot be loaded: java.lang.IllegalArgumentException: oh")),
            Map.entry(
                    "ThrowsWhenLoaded",
                    List.of(
                            "static { if (true) throw new IllegalArgumentException(\"oh\"); }",
                            "cannot be loaded: java.lang.IllegalArgumentException: oh")),
            Map.entry(
                    "ErrorWhenLoaded",
                    List.of(
                            "static { if (true) throw new NoClassDefFoundError(\"a/b/C\"); }",
                            "needs the class a.b.C"))));

    /** Back ends, likewise. */
    private static final Map<String, List<String>> BACKENDS = new TreeMap<>(Map.of(
            "DevNoName", List.of("public String name() { return null; }", "name() returns null"),
            "DevThrows",
                    List.of(
                            "public String name() { throw new IllegalArgumentException(\"oh\"); }",
                            "name() fails: java.lang.IllegalArgumentException: oh"),
            "DevAliases", List.of("public Set<String> aliases() { return null; }", "aliases() returns null"),
            "DevTaken",
                    List.of(
                            "public String name() { return \"socket\"; }",
                            "the device type 'socket' exists already, built in"),
            "DevMade", List.of("public DevMade() { throw new ExceptionInInitializerError(\"oh\"); }", "oh")));

    @TempDir
    static Path dir;

    private static Path all = Path.of("");

    static Stream<String> broken() {
        return Stream.of(
                        PROVIDERS.keySet().stream(),
                        BACKENDS.keySet().stream(),
                        Stream.of("Junk", "Empty", "Nothing", "Absent", "Folder", "Dangling"))
                .flatMap(names -> names);
    }

    private static String expected(String name) {
        if (PROVIDERS.containsKey(name)) {
            return PROVIDERS.get(name).get(1);
        }
        if (BACKENDS.containsKey(name)) {
            return BACKENDS.get(name).get(1);
        }
        return switch (name) {
            case "Nothing", "Folder" -> "provides neither commands";
            case "Absent" -> "needs the class plugins.absent.None";
            default -> "";
        };
    }

    @BeforeAll
    static void makeJars() throws IOException {
        all = Files.createDirectory(dir.resolve("all"));
        Path sources = Files.createDirectory(dir.resolve("src"));
        Path classes = Files.createDirectory(dir.resolve("classes"));
        List<String> arguments =
                new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", path()));
        Map<String, String> bodies = new TreeMap<>();
        PROVIDERS.forEach((name, what) -> bodies.put(name, what.get(0)));
        bodies.put("Good", "");
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            arguments.add(source(
                    sources,
                    body.getKey(),
                    "implements CommandProvider",
                    """
                    public String name() { return "own"; }
                    public SchemaSource schema() {
                        return SchemaSource.text("own.json", "{ 'command': '%1$s' }");
                    }
                    public void bind(CommandBinder c, ProviderContext x) { c.action("%1$s", (r, a) -> { }); }
                    """.formatted(body.getKey().toLowerCase(java.util.Locale.ROOT)),
                    body.getValue()));
        }
        for (Map.Entry<String, List<String>> body : BACKENDS.entrySet()) {
            arguments.add(source(
                    sources,
                    body.getKey(),
                    "implements dev.qmp.chardev.spi.ChardevBackend",
                    """
                    public String name() { return "%s"; }
                    public dev.qmp.chardev.spi.CharDevice open(dev.qmp.chardev.options.ChardevOptions o, dev.qmp.chardev.spi.ChardevContext c) {
                        throw new IllegalStateException("oh");
                    }
                    """.formatted(body.getKey()),
                    body.getValue().get(0)));
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(new PrintStream(errors), new PrintStream(errors), arguments.toArray(String[]::new));
        assertThat(status).as(errors.toString(UTF_8)).isZero();
        for (String name : bodies.keySet()) {
            jar(name, COMMANDS, packageOf(name) + "." + name, classes);
        }
        for (String name : BACKENDS.keySet()) {
            jar(name, DEVICES, packageOf(name) + "." + name, classes);
        }
        Files.writeString(all.resolve("Junk.jar"), "junk");
        Files.createFile(all.resolve("Empty.jar"));
        jar("Nothing", "readme.txt", "nothing", classes);
        jar("Absent", COMMANDS, "plugins.absent.None", classes);
        Files.createDirectory(all.resolve("Folder.jar"));
        Files.createSymbolicLink(all.resolve("Dangling.jar"), Path.of("nowhere"));
    }

    private static String packageOf(String name) {
        return "plugins." + name.toLowerCase(java.util.Locale.ROOT);
    }

    private static String path() {
        String modules = System.getProperty("jdk.module.path", "");
        return System.getProperty("java.class.path") + java.io.File.pathSeparator + modules;
    }

    /** Writes a class with the usual methods, except those that it has of its own. */
    private static String source(Path sources, String name, String type, String usual, String own) throws IOException {
        String text =
                "package " + packageOf(name) + ";\nimport dev.qmp.dispatch.spi.*;\nimport dev.qmp.qapi.SchemaSource;\n"
                        + "import java.util.*;\npublic class " + name + " extends Base { " + own + " }\nclass Base "
                        + type + " {\n"
                        + usual + "}\n";
        Path file = Files.createDirectories(sources.resolve(name)).resolve(name + ".java");
        return Files.writeString(file, text).toString();
    }

    private static void jar(String name, String service, String content, Path classes) throws IOException {
        try (OutputStream out = Files.newOutputStream(all.resolve(name + ".jar"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(service));
            zip.write((content + "\n").getBytes(UTF_8));
            Path own = classes.resolve(packageOf(name).replace('.', '/'));
            if (Files.exists(own)) {
                for (String file : List.of(name + ".class", "Base.class")) {
                    zip.putNextEntry(
                            new ZipEntry(classes.relativize(own.resolve(file)).toString()));
                    zip.write(Files.readAllBytes(own.resolve(file)));
                }
            }
        }
    }

    private static Path folder(String... names) throws IOException {
        Path folder = Files.createTempDirectory(dir, "plugins");
        for (String name : names) {
            Files.createSymbolicLink(folder.resolve(name + ".jar"), all.resolve(name + ".jar"));
        }
        return folder;
    }

    private static Monitors build(Path folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--plugins", folder.toString()));
        arguments.addAll(List.of(more));
        return Plugins.build(ServeOptions.parse(arguments), Monitors.builder());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void namesTheJarAndWhatIsWrong(String name) throws IOException {
        Path folder = folder("Good", name);

        assertThatThrownBy(() -> build(folder))
                .isInstanceOf(FailedException.class)
                .message()
                .startsWith("--plugins " + folder + ": " + name + ".jar: ")
                .contains(expected(name))
                .doesNotContain("\n");
    }

    @Test
    void leavesOutEveryKindOfBrokenJarAndServesTheOthers() throws IOException {
        List<String> names = new ArrayList<>(broken().toList());
        names.add("Good");
        Path folder = folder(names.toArray(String[]::new));
        PrintStream standard = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, UTF_8));
        try (Monitors monitors = build(folder, "--plugins-skip-broken")) {
            assertThat(monitors.commands().enabledCommands()).contains("good").doesNotContain("zclash");
        } finally {
            System.setErr(standard);
        }

        List<String> lines = printed.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(names.size() - 1);
        for (String name : broken().toList()) {
            assertThat(lines)
                    .anyMatch(line -> line.startsWith("qmp serve: --plugins " + folder + ": " + name + ".jar: ")
                            && line.contains(expected(name))
                            && line.endsWith("; it is skipped"));
        }
    }
}
