package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.cli.image.faulty.FaultyProvider;
import dev.qmp.cli.image.faulty.StuckBackend;
import dev.qmp.dispatch.spi.CommandProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A jar of commands and devices that do what they must not do. */
final class FaultyPlugin {
    private FaultyPlugin() {}

    /** Makes the jar and returns the options that load it. */
    static List<String> options() {
        Path directory = QmpImage.shortDirectory();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(directory.resolve("faulty.jar")))) {
            Path classes = Path.of(FaultyProvider.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path code = classes.resolve(FaultyProvider.class.getPackageName().replace('.', '/'));
            try (Stream<Path> files = Files.list(code)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    add(jar, classes.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
            declare(jar, CommandProvider.class, FaultyProvider.class);
            declare(jar, ChardevBackend.class, StuckBackend.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
        return List.of("--plugins", directory.toString());
    }

    private static void declare(JarOutputStream jar, Class<?> service, Class<?> provider) throws IOException {
        add(jar, "META-INF/services/" + service.getName(), provider.getName().getBytes(UTF_8));
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
