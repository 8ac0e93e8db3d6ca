import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Builds the run-time image around what jlink does: the launcher, the native parts of libraries, licenses, manual pages, and a
 * class-data archive of the classes that short uses of its subcommands load.
 *
 * <p>Arguments: the module path, the launcher script, the image's directory, a working directory.
 */
public final class BuildImage {
    /** What jlink does not find by itself: the JSON provider, sockets, elliptic curves for TLS, flight recording, signals. */
    private static final String MODULES = "dev.qmp.cli,dev.qmp.monitor,dev.qmp.chardev.junixsocket,org.eclipse.parsson,"
            + "org.jline.terminal.jni,jdk.crypto.ec,jdk.net,jdk.jfr,jdk.unsupported";

    /** Files that nothing in the image reads. */
    private static final String NOT_NEEDED = "**/keytool,**/jrt-fs.jar,**/classlist,**/jexec,**/libjsig.so";

    /** Modules of others under the Apache License 2.0, without a copy of it in their jars. */
    private static final Set<String> APACHE = Set.of(
            "info.picocli", "org.jspecify", "org.newsclub.net.unix", "com.kohlschutter.junixsocket.nativecommon");

    /** The modules that have native libraries for all platforms, and where those for this one are. */
    private static final Map<String, String> NATIVE_LIBRARIES = Map.of(
            "org.jline.nativ",
            "org/jline/nativ/" + jlinePlatform() + "/libjlinenative\\.so",
            "com.kohlschutter.junixsocket.nativecommon",
            "lib/" + System.getProperty("os.arch") + "-Linux-clang/jni/libjunixsocket-native-[0-9.]+\\.so");

    /** The modules whose classes use native methods. */
    private static final String NATIVE_ACCESS = "org.jline.nativ,org.newsclub.net.unix";

    private static final String SESSION = "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}"
            + "{\"execute\":\"query-version\",\"id\":1}{\"execute\":\"query-commands\",\"id\":\"a\"}"
            + "{\"execute\":\"query-qmp-schema\"}{\"execute\":\"nosuch\",\"id\":[1.5,true,null]}"
            + "{\"execute\":\"stop\"}{\"execute\":\"cont\"}{\"exec-oob\":\"x-release\",\"id\":{\"a\":\"\\u00e9\"}}"
            + "[}\n{\"execute\":\"quit\",\"id\":\"bye\"}";

    private static final String LINES = "query-status\nhelp stop\nnosuch\nmigrate-incoming uri=nowhere\nexit\n";

    /** A schema with one definition and one condition of each kind. */
    private static final String SCHEMA = """
            ##
            # @Mode:
            #
            # A mode.
            #
            # @on: on
            #
            # @off: off
            #
            # Since: 1.0
            ##
            { 'enum': 'Mode', 'data': [ 'on', 'off' ] }

            ##
            # @Level:
            #
            # A level.
            #
            # @value: how much
            #
            # Since: 1.0
            ##
            { 'struct': 'Level', 'data': { 'value': 'int' } }

            ##
            # @State:
            #
            # A state.
            #
            # @mode: the mode
            #
            # Since: 1.0
            ##
            { 'union': 'State', 'base': { 'mode': 'Mode' }, 'discriminator': 'mode', 'data': { 'on': 'Level' } }

            ##
            # @set-state:
            #
            # Sets the state.
            #
            # @state: the new one
            #
            # @after: seconds
            #
            # Returns: the old one
            #
            # Since: 1.0
            #
            # .. qmp-example::
            #
            #     -> { "execute": "set-state", "arguments": { "state": { "mode": "off" } } }
            #     <- { "return": { "mode": "off" } }
            ##
            { 'command': 'set-state', 'data': { 'state': 'State', '*after': 'number' }, 'returns': 'State',
              'features': [ 'unstable' ], 'allow-oob': true }

            ##
            # @STATE:
            #
            # The state has changed.
            #
            # @states: the last ones
            #
            # Since: 1.0
            ##
            { 'event': 'STATE', 'data': { 'states': [ 'State' ] },
              'if': { 'all': [ 'A', { 'any': [ 'B', { 'not': 'C' } ] } ] } }

            ##
            # @Place:
            #
            # A place.
            #
            # @name: its name
            #
            # @level: its level
            #
            # Since: 1.0
            ##
            { 'alternate': 'Place', 'data': { 'name': 'str', 'level': 'Level' } }

            ##
            # @go:
            #
            # Goes there.
            #
            # @to: the place
            #
            # Since: 1.0
            ##
            { 'command': 'go', 'data': { 'to': 'Place' }, 'if': 'A' }
            """;

    /** The same schema before some changes, for the comparison. */
    private static final String OLDER = """
            { 'enum': 'Mode', 'data': [ 'on' ] }
            { 'struct': 'Level', 'data': { 'value': 'int8', 'unit': 'str' } }
            { 'union': 'State', 'base': { 'mode': 'Mode' }, 'discriminator': 'mode', 'data': { 'on': 'Level' } }
            { 'command': 'set-state', 'data': { '*state': 'State' }, 'returns': 'State' }
            { 'command': 'query-state', 'returns': [ 'State' ] }
            { 'event': 'STATE', 'data': { 'states': [ 'State' ], 'mode': 'Mode' }, 'if': { 'any': [ 'B', { 'not': 'C' } ] } }
            { 'alternate': 'Place', 'data': { 'name': 'str' } }
            { 'command': 'go', 'data': { 'to': 'Place' } }
            """;

    private static final Pattern PICOCLI_LAMBDA = Pattern.compile("@lambda-proxy \\S+ \\S+ \\S*\\)Lpicocli/");

    private final Path image;
    private final Path work;
    private final AtomicInteger trainings = new AtomicInteger();

    private BuildImage(Path image, Path work) {
        this.image = image;
        this.work = work;
    }

    /**
     * Builds the image.
     *
     * @param args see the class comment
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        BuildImage build = new BuildImage(Path.of(args[2]), Files.createDirectories(Path.of(args[3])));
        build.link(args[0]);
        build.strip();
        Path launcher = Files.copy(Path.of(args[1]), build.image.resolve("bin/qmp"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));

        build.copyLicenses(args[0], Path.of(args[1]).toAbsolutePath().getParent());

        Path classes = build.work.resolve("image.classlist");
        build.listClasses(classes);
        build.archiveClasses(classes);
        build.run("manual", "-m", "dev.qmp.cli/dev.qmp.cli.commandline.ManPages", build.image + "/share");
    }

    private void link(String modulePath) throws IOException {
        delete(image);
        Path libraries = work.resolve("lib");
        delete(libraries);
        Files.createDirectories(libraries);
        StringBuilder path = new StringBuilder();
        for (String module : NATIVE_LIBRARIES.keySet()) {
            path.append(withoutNativeLibraries(modulePath, module, libraries)).append(File.pathSeparator);
        }
        int release = Runtime.version().feature();
        List<String> options = new ArrayList<>(List.of(
                "--module-path",
                path + modulePath,
                "--add-modules",
                MODULES,
                "--compress=" + (release < 21 ? "2" : "zip-9"),
                "--no-header-files",
                "--no-man-pages",
                "--exclude-files",
                NOT_NEEDED,
                "--output",
                image.toString()));
        // Without it, newer ones warn on standard error when a library is loaded.
        if (release >= 24) {
            options.add("--add-options=--enable-native-access=" + NATIVE_ACCESS);
        }
        tool("jlink", options.toArray(String[]::new));
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path library : (Iterable<Path>) files::iterator) {
                Files.copy(library, image.resolve("lib").resolve(library.getFileName()));
            }
        }
    }

    /** Drops the symbols of native libraries that the linker does not need: some megabytes in many JDKs. */
    private void strip() throws Exception {
        List<String> command = new ArrayList<>(List.of("strip", "--strip-unneeded"));
        try (Stream<Path> files = Files.walk(image.resolve("lib"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".so")).forEach(command::add);
        }
        try {
            finish(new ProcessBuilder(command).inheritIO().start(), "strip");
        } catch (IOException e) {
            System.out.println("strip (binutils) is not installed: the image is larger than it need be");
        }
    }

    /**
     * Makes a copy of a module without native libraries, and takes the one for this platform out of it. Where there is none, what needs it
     * is not available.
     *
     * @return the copy
     */
    private Path withoutNativeLibraries(String modulePath, String name, Path libraries) throws IOException {
        Path content = work.resolve(name);
        delete(content);
        String ours = NATIVE_LIBRARIES.get(name);
        try (ModuleReader module = modules(modulePath).find(name).orElseThrow().open()) {
            for (String file : (Iterable<String>) module.list()::iterator) {
                if (file.matches(ours) || file.endsWith(".class")) {
                    Path target = file.matches(ours)
                            ? libraries.resolve(file.substring(file.lastIndexOf('/') + 1))
                            : content.resolve(file);
                    Files.createDirectories(target.getParent());
                    try (InputStream in = module.open(file).orElseThrow()) {
                        Files.copy(in, target);
                    }
                }
            }
        }
        // The jar tool writes down which packages are left.
        Path copy = work.resolve(name + ".jar");
        tool(
                "jar",
                "--create",
                "--date=2026-01-01T00:00:00Z",
                "--file",
                copy.toString(),
                "-C",
                content.toString(),
                ".");
        return copy;
    }

    /** Puts the license and the notice of each module where jlink puts those of Java's; a module without one stops the build. */
    private void copyLicenses(String modulePath, Path sources) throws IOException {
        for (ModuleReference reference : modules(modulePath).findAll()) {
            Path legal = image.resolve("legal").resolve(reference.descriptor().name());
            try (ModuleReader module = reference.open()) {
                for (String name : (Iterable<String>) module.list()::iterator) {
                    if (name.matches("META-INF/(LICENSE|NOTICE)[^/]*")) {
                        Files.createDirectories(legal);
                        try (InputStream in = module.open(name).orElseThrow()) {
                            Files.copy(in, legal.resolve(name.substring("META-INF/".length())));
                        }
                    }
                }
            }
            if (!Files.exists(legal)) {
                Files.createDirectories(legal);
                Files.copy(license(reference.descriptor().name(), sources), legal.resolve("LICENSE"));
            }
        }
    }

    /** Returns the license of a module whose jar has none in it. */
    private static Path license(String module, Path sources) {
        if (module.startsWith("org.jline.")) {
            return sources.resolve("legal/org.jline");
        }
        if (module.startsWith("dev.qmp.") || APACHE.contains(module)) {
            return sources.resolve("../../../LICENSE"); // the same Apache License
        }
        throw new IllegalStateException("the license of module " + module + " is not known");
    }

    private static ModuleFinder modules(String modulePath) {
        return ModuleFinder.of(
                Stream.of(modulePath.split(File.pathSeparator)).map(Path::of).toArray(Path[]::new));
    }

    private static void tool(String name, String... arguments) {
        int status = ToolProvider.findFirst(name)
                .orElseThrow(() -> new IllegalStateException("this JDK has no " + name))
                .run(System.out, System.err, arguments);
        if (status != 0) {
            throw new IllegalStateException(name + " failed with status " + status);
        }
    }

    private static String jlinePlatform() {
        String architecture = System.getProperty("os.arch");
        String system = Files.exists(Path.of("/lib/ld-musl-" + architecture + ".so.1")) ? "Linux-musl/" : "Linux/";
        return switch (architecture) {
            case "amd64" -> system + "x86_64";
            case "aarch64" -> system + "arm64";
            default -> system + architecture;
        };
    }

    /**
     * Lists the classes that a short use of the subcommands loads: a server on a socket with its clients, one that serves
     * {@link #SESSION} on its standard streams, and tools that need no server.
     */
    private void listClasses(Path classes) throws Exception {
        Path directory = Files.createTempDirectory("qmp");
        try {
            Files.write(classes, loadedClasses(directory));
        } finally {
            delete(directory);
        }
    }

    private List<String> loadedClasses(Path directory) throws Exception {
        String schema =
                Files.writeString(directory.resolve("schema.json"), SCHEMA).toString();
        String older = Files.writeString(directory.resolve("older.json"), OLDER).toString();
        String manual = directory.resolve("manual").toString();
        String java = directory.resolve("java").toString();
        ExecutorService runs = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Callable<List<String>>> all = List.of(
                    () -> trainServer(directory),
                    () -> train(SESSION, "serve"),
                    () -> train(SESSION, "json"),
                    () -> train("", "schema", "check", schema),
                    () -> train("", "schema", "introspect", schema),
                    () -> train("", "schema", "diff", older, schema),
                    () -> train("", "schema", "doc", schema, "-o", manual),
                    () -> train(
                            "",
                            "schema",
                            "generate",
                            schema,
                            "--lang",
                            "java",
                            "--package",
                            "p",
                            "--side",
                            "both",
                            "-o",
                            java),
                    () -> train("", "ls"),
                    () -> train("", "help", "exec"));
            List<String> lines = new ArrayList<>();
            for (Future<List<String>> run : runs.invokeAll(all)) {
                add(lines, run.get());
            }
            return lines;
        } finally {
            runs.shutdownNow();
        }
    }

    /** Lists the classes of a server and of its clients. */
    private List<String> trainServer(Path directory) throws Exception {
        String address = directory.resolve("s").toString();
        List<String> lines = new ArrayList<>();
        String second = directory.resolve("events").toString();
        Process server = training(
                "server",
                "serve",
                "-qmp",
                "unix:" + second + ",server=on,wait=off",
                "-qmp",
                "unix:" + address + ",server=on,wait=off");
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!Files.exists(Path.of(address))) {
            if (server.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IllegalStateException("the server does not listen; see " + log("server"));
            }
        }
        Process events = training("events", "events", second, "--count", "1");
        do {
            add(lines, train("", "exec", address, "stop"));
            add(lines, train("", "exec", address, "cont"));
        } while (events.isAlive());
        add(lines, trained("events", events));
        add(lines, train("", "exec", address, "human-monitor-command", "command-line=info status"));
        add(lines, train(LINES, "shell", address));
        add(lines, train("", "exec", address, "quit"));
        add(lines, trained("server", server));
        return lines;
    }

    /** Runs the tool to its end, which may be one with an error, and returns the classes that it loads. */
    private List<String> train(String input, String... arguments) throws Exception {
        String what = "training-" + trainings.incrementAndGet();
        Process process = training(what, arguments);
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(UTF_8));
        }
        return trained(what, process);
    }

    private Process training(String what, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "-Xshare:off",
                "-XX:TieredStopAtLevel=1",
                "-XX:DumpLoadedClassList=" + classList(what),
                "dev.qmp.cli.Main"));
        command.addAll(List.of(arguments));
        return start(what, command.toArray(String[]::new));
    }

    /** Returns the classes that a process has loaded, when it has ended. */
    private List<String> trained(String what, Process process) throws Exception {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(what + " does not end; see " + log(what));
        }
        return Files.readAllLines(classList(what));
    }

    /**
     * Adds what was listed and is new, without the numbers that newer JDKs give to the classes of one list. A line can occur twice
     * in a list, for two lambdas. Lambdas that are objects of picocli's interfaces are left out: making them links these, and a class
     * of a release as old as theirs that has been linked stays out of the archive, with all that need it.
     */
    private static void add(List<String> lines, List<String> listed) {
        Set<String> known = new HashSet<>(lines);
        for (String line : listed) {
            String plain = line.replaceFirst(" id: \\d+$", "");
            if (!known.contains(plain) && !PICOCLI_LAMBDA.matcher(plain).lookingAt()) {
                lines.add(plain);
            }
        }
    }

    private Path classList(String what) {
        return work.resolve(what + ".classlist");
    }

    /** Makes the archive. The size of the heap decides where objects lie in it. */
    private void archiveClasses(Path classes) throws Exception {
        run(
                "archive",
                "-Xmx128m",
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + image.resolve("lib/server/classes.jsa"),
                "dev.qmp.cli.Main");
    }

    private void run(String what, String... arguments) throws Exception {
        finish(start(what, arguments), what);
    }

    /** Starts the image's Java with the garbage collector and the class path of the launcher: an archive is for these only. */
    private Process start(String what, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(image + "/bin/java", "-XX:+UseG1GC", "-cp", image + "/bin/none"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(what).toFile())
                .start();
    }

    private void finish(Process process, String what) throws Exception {
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(what + " failed; see " + log(what));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private Path log(String what) {
        return work.resolve(what + ".log");
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
