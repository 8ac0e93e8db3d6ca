package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Maven project of the documentation, built offline with the modules of this build, as its readers would build it. */
final class MavenExample {
    private static final List<String> MODULES =
            List.of("qmp-json", "qmp-chardev", "qmp-qapi", "qmp-dispatch", "qmp-monitor");
    private static final long PATIENCE_MINUTES = 3;

    private MavenExample() {}

    /**
     * Copies a folder and builds a project in it; skips the test where this Maven is not at hand.
     *
     * @param folder the folder
     * @param directory where to copy it, and to put what the build needs
     * @param project the project's place in the folder
     * @param phase how far to build
     * @return the built project
     */
    static Path build(Path folder, Path directory, String project, String phase)
            throws IOException, InterruptedException {
        String maven = System.getProperty("qmp.maven", "");
        assumeTrue(Files.isExecutable(Path.of(maven, "bin/mvn")), "the Maven that builds this is not at hand");
        Path copied = directory.resolve("example");
        copy(folder, copied);
        Path built = copied.resolve(project);
        Path log = directory.resolve("maven.log");
        Process build = new ProcessBuilder(
                        Path.of(maven, "bin/mvn").toString(),
                        "-o",
                        "-B",
                        "-ntp",
                        "-Dmaven.repo.local=" + repositoryWithOurs(directory.resolve("repository")),
                        phase)
                .directory(built.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        boolean ended = build.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        build.destroyForcibly();
        assertThat(ended && build.exitValue() == 0).as(() -> text(log)).isTrue();
        return built;
    }

    /** The local repository with our modules in it, and without a trace in the real one. */
    private static Path repositoryWithOurs(Path ours) throws IOException {
        Files.createDirectories(ours);
        try (Stream<Path> groups = Files.list(Path.of(System.getProperty("qmp.repository", "")))) {
            for (Path group : groups.toList()) {
                String name = group.getFileName().toString();
                if (!name.equals("dev") && Files.isDirectory(group)) {
                    Files.createSymbolicLink(ours.resolve(name), group);
                }
            }
        }
        String version = System.getProperty("qmp.version");
        install(ours, "qmp-parent", version, DocPage.PROJECT.resolve("pom.xml"), "pom");
        for (String module : MODULES) {
            install(ours, module, version, DocPage.PROJECT.resolve(module).resolve("pom.xml"), "pom");
            Path jar = DocPage.PROJECT.resolve("qmp-cli/target/modules/" + module + "-" + version + ".jar");
            install(ours, module, version, jar, "jar");
        }
        return ours;
    }

    private static void install(Path repository, String artifact, String version, Path file, String type)
            throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve("dev/qmp").resolve(artifact).resolve(version));
        Files.copy(file, folder.resolve(artifact + "-" + version + "." + type));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().contains("/target/")) {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
