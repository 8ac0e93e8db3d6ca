package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules as built: what each jar says of itself, and what the image holds. */
class ModulesIT {
    @ParameterizedTest
    @ValueSource(strings = {"json", "chardev", "chardev.junixsocket", "qapi", "dispatch", "monitor", "cli"})
    void aJarDescribesItselfAsExpected(String name) throws IOException {
        Path target = target(name);
        StringWriter out = new StringWriter();
        int status = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        new PrintWriter(out, true),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        "--describe-module",
                        "--file",
                        jar(target, name).toString());
        assertThat(status).isZero();
        String described = out.toString()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("contains "))
                .map(line -> line.replaceFirst("^dev\\.qmp\\." + name + "(@\\S*)? jar:.*", "dev.qmp." + name))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(described).isEqualTo(resource("describe-module/" + name + ".expected.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "chardev", "chardev.junixsocket", "qapi", "dispatch", "monitor"})
    void aJarOffersTheSameServicesOnTheClassPath(String name) throws IOException {
        Path target = target(name);
        try (JarFile jar = new JarFile(jar(target, name).toFile());
                InputStream info = jar.getInputStream(jar.getEntry("module-info.class"))) {
            for (ModuleDescriptor.Provides service : ModuleDescriptor.read(info).provides()) {
                ZipEntry declared = jar.getEntry("META-INF/services/" + service.service());
                assertThat(declared).as(service.service()).isNotNull();
                try (InputStream in = jar.getInputStream(declared)) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
                            .containsExactlyInAnyOrderElementsOf(service.providers());
                }
            }
        }
    }

    @Test
    void theImageHoldsOurModulesAndNoCompiler() {
        try (RunningQmp java = RunningQmp.start(
                new ProcessBuilder(QmpImage.directory().resolve("bin/java").toString(), "--list-modules"))) {
            assertThat(java.status()).isZero();
            List<String> modules = java.stdout()
                    .lines()
                    .map(line -> line.replaceFirst("@.*", ""))
                    .toList();
            assertThat(modules)
                    .contains(
                            "dev.qmp.json",
                            "dev.qmp.chardev",
                            "dev.qmp.chardev.junixsocket",
                            "dev.qmp.qapi",
                            "dev.qmp.dispatch",
                            "dev.qmp.monitor",
                            "dev.qmp.cli",
                            "jakarta.json",
                            "org.eclipse.parsson",
                            "jdk.crypto.ec")
                    .doesNotContain("jdk.compiler", "java.desktop", "java.sql");
        }
    }

    private static Path target(String name) {
        return QmpImage.directory()
                .resolve("../../../qmp-" + name.replace('.', '/') + "/target")
                .normalize();
    }

    private static Path jar(Path target, String name) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .matches("qmp-" + name.replace('.', '-') + "-[^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ModulesIT.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
