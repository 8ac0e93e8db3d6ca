import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Builds the run-time image: links it, puts the launcher in, and makes a class-data archive of the JDK's and our own classes
 * by serving a short session.
 *
 * <p>Arguments: the module path, the launcher script, the image's directory, a working directory.
 */
public final class BuildImage {
    /** What jlink does not find by itself: the JSON provider, elliptic curves for TLS, flight recording, signals. */
    private static final String MODULES = "dev.qmp.cli,dev.qmp.monitor,org.eclipse.parsson,org.jline.terminal.jni,"
            + "jdk.crypto.ec,jdk.net,jdk.jfr,java.logging,jdk.unsupported";

    /**
     * Inside the modules: a tool for key stores, texts in other languages than our own, services as the class path finds them, FTP,
     * a table of a character set of Taiwan that UTF-8 and Big5 have replaced, and what picocli and JLine
     * have for others. Each package keeps a class, which jlink insists on.
     */
    private static final String NOT_NEEDED = String.join(
            ",",
            "/java.base/sun/security/tools/keytool/Main*",
            "/java.base/sun/security/tools/keytool/Resources_*",
            "/java.base/sun/security/util/Resources_*",
            "/java.base/sun/security/util/AuthResources_*",
            "/java.base/sun/launcher/resources/launcher_*",
            "/java.logging/sun/util/logging/resources/logging_*",
            "/dev.qmp.*/META-INF/services/*",
            "/java.base/sun/net/ftp/impl/FtpClient*",
            "/java.base/sun/net/www/protocol/ftp/FtpURLConnection*",
            "/java.base/sun/nio/cs/EUC_TWMapping*",
            "/info.picocli/picocli/AutoComplete*",
            "/org.jline.terminal.jni/org/jline/terminal/impl/jni/win/NativeWin*");

    /** Beside the modules: that tool's program, a launcher of jars, and what only other JDKs and debuggers read. */
    private static final List<String> NOT_NEEDED_FILES = List.of(
            "bin/keytool", "lib/jrt-fs.jar", "lib/classlist", "lib/jexec", "lib/libjsig.so", "lib/server/libjsig.so");

    /** The module of JLine that has native parts, for all platforms. */
    private static final String NATIVE_MODULE = "org.jline.nativ";

    /** Ours, which lies where the launcher says. */
    private static final String NATIVE_PART = "libjlinenative.so";

    private static final String SESSION = "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}"
            + "{\"execute\":\"query-version\",\"id\":1}{\"execute\":\"query-commands\",\"id\":\"a\"}"
            + "{\"execute\":\"query-qmp-schema\"}{\"execute\":\"nosuch\",\"id\":[1.5,true,null]}"
            + "{\"execute\":\"stop\"}{\"execute\":\"cont\"}{\"exec-oob\":\"x-release\",\"id\":{\"a\":\"\\u00e9\"}}"
            + "[}\n{\"execute\":\"quit\",\"id\":\"bye\"}";

    /** Quiet unless asked; what is left takes one line. */
    private static final String LOGGING = """
            handlers = java.util.logging.ConsoleHandler
            .level = WARNING
            java.util.logging.SimpleFormatter.format = qmp: %4$s: %5$s%n
            """;

    private BuildImage() {}

    /**
     * Builds the image.
     *
     * @param args see the class comment
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        String modulePath = args[0];
        Path launcher = Path.of(args[1]);
        Path image = Path.of(args[2]);
        Path work = Files.createDirectories(Path.of(args[3]));

        delete(image);
        Path nativePart = work.resolve(NATIVE_PART);
        link(withoutNativeParts(modulePath, work, nativePart) + File.pathSeparator + modulePath, image);
        if (Files.exists(nativePart)) {
            Files.copy(nativePart, image.resolve("lib").resolve(NATIVE_PART));
        }
        for (String file : NOT_NEEDED_FILES) {
            Files.deleteIfExists(image.resolve(file));
        }
        Path qmp = image.resolve("bin/qmp");
        Files.copy(launcher, qmp);
        Files.setPosixFilePermissions(qmp, PosixFilePermissions.fromString("rwxr-xr-x"));

        Files.writeString(image.resolve("conf/logging.properties"), LOGGING);

        Path classes = work.resolve("image.classlist");
        serve(List.of("-XX:DumpLoadedClassList=" + classes, "-Xshare:off"), image, work, true);
        Path otherClasses = work.resolve("stdio.classlist");
        serve(List.of("-XX:DumpLoadedClassList=" + otherClasses, "-Xshare:off"), image, work, false);
        merge(classes, otherClasses);
        dumpArchive(image, classes);
        describe(image);
    }

    private static void link(String modulePath, Path image) {
        run(
                "jlink",
                "--module-path",
                modulePath,
                "--add-modules",
                MODULES,
                "--compress=2",
                "--no-header-files",
                "--no-man-pages",
                "--exclude-resources",
                NOT_NEEDED,
                "--output",
                image.toString());
    }

    private static void run(String name, String... arguments) {
        ToolProvider tool =
                ToolProvider.findFirst(name).orElseThrow(() -> new IllegalStateException("this JDK has no " + name));
        int status =
                tool.run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), arguments);
        if (status != 0) {
            throw new IllegalStateException(name + " failed with status " + status);
        }
    }

    /**
     * Makes a copy of JLine's native module without native parts, and takes the one for this platform out of it. Where there is
     * none, terminals stay as they are.
     *
     * @return the copy
     */
    private static Path withoutNativeParts(String modulePath, Path work, Path nativePart) throws IOException {
        Path[] places =
                Stream.of(modulePath.split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
        Path content = work.resolve(NATIVE_MODULE);
        delete(content);
        Files.deleteIfExists(nativePart);
        try (ModuleReader module =
                ModuleFinder.of(places).find(NATIVE_MODULE).orElseThrow().open()) {
            for (String name : (Iterable<String>) module.list()::iterator) {
                boolean ours = name.equals("org/jline/nativ/" + platform() + "/" + NATIVE_PART);
                if (ours || name.endsWith(".class")) {
                    Path target = ours ? nativePart : content.resolve(name);
                    Files.createDirectories(target.getParent());
                    try (InputStream in = module.open(name).orElseThrow()) {
                        Files.copy(in, target);
                    }
                }
            }
        }
        Path copy = work.resolve(NATIVE_MODULE + ".jar");
        run("jar", "--create", "--date=2026-01-01T00:00:00Z", "--file", copy.toString(), "-C", content.toString(), ".");
        return copy;
    }

    private static String platform() {
        String architecture = System.getProperty("os.arch");
        String system = Files.exists(Path.of("/lib/ld-musl-" + architecture + ".so.1")) ? "Linux-musl/" : "Linux/";
        return switch (architecture) {
            case "amd64" -> system + "x86_64";
            case "aarch64" -> system + "arm64";
            default -> system + architecture;
        };
    }

    /** Serves {@link #SESSION} over a unix socket or over standard input. */
    private static void serve(List<String> javaOptions, Path image, Path work, boolean overSocket) throws Exception {
        Path socket = Files.createTempDirectory("qmp").resolve("s");
        List<String> command = new ArrayList<>(List.of(image.resolve("bin/java").toString(), "-XX:+UseG1GC"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", image.resolve("bin/none").toString(), "dev.qmp.cli.Main", "serve"));
        if (overSocket) {
            command.addAll(List.of("-qmp", "unix:" + socket + ",server=on,wait=off"));
        }
        Process server = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("training.log").toFile())
                .start();
        try {
            if (overSocket) {
                talk(socket, server);
            } else {
                server.getOutputStream().write(SESSION.getBytes(UTF_8));
                server.getOutputStream().close();
            }
            if (!server.waitFor(60, TimeUnit.SECONDS) || server.exitValue() != 0) {
                throw new IllegalStateException("the training session failed; see " + work.resolve("training.log"));
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private static void talk(Path socket, Process server) throws Exception {
        try (SocketChannel channel = connect(socket, server)) {
            channel.write(ByteBuffer.wrap(SESSION.getBytes(UTF_8)));
            ByteBuffer sink = ByteBuffer.allocate(1 << 16);
            while (channel.read(sink.clear()) >= 0) {
                // To the end of the stream: the server closes it when it ends.
            }
        } catch (SocketException e) {
            // Cut off at the end; the server's exit status tells whether it went well.
            System.err.println("the training session was cut off: " + e.getMessage());
        }
    }

    /** Connects as soon as the server listens. */
    private static SocketChannel connect(Path socket, Process server) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return channel;
            } catch (SocketException e) {
                channel.close();
                if (System.nanoTime() > deadline || server.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("the server does not listen at " + socket, e);
                }
            }
        }
    }

    private static void merge(Path classes, Path otherClasses) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(classes, UTF_8));
        for (String line : Files.readAllLines(otherClasses, UTF_8)) {
            if (!line.startsWith("#") && !lines.contains(line)) {
                lines.add(line);
            }
        }
        Files.write(classes, lines, UTF_8);
    }

    private static void dumpArchive(Path image, Path classes) throws Exception {
        Path log = classes.resolveSibling("archive.log");
        Process dump = new ProcessBuilder(
                        image.resolve("bin/java").toString(),
                        "-XX:+UseG1GC",
                        "-Xmx128m",
                        "-Xshare:dump",
                        "-XX:SharedClassListFile=" + classes,
                        "-XX:SharedArchiveFile=" + image.resolve("lib/server/classes.jsa"),
                        "-cp",
                        image.resolve("bin/none").toString(),
                        "dev.qmp.cli.Main")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (dump.waitFor() != 0) {
            throw new IllegalStateException("the class-data archive could not be made; see " + log);
        }
    }

    /** Puts manual pages and completion scripts in. */
    private static void describe(Path image) throws Exception {
        Process pages = new ProcessBuilder(
                        image.resolve("bin/java").toString(),
                        "-m",
                        "dev.qmp.cli/dev.qmp.cli.commandline.ManPages",
                        image.resolve("share").toString())
                .inheritIO()
                .start();
        if (pages.waitFor() != 0) {
            throw new IllegalStateException("the manual pages could not be written");
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
