package dev.qmp.cli.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversations in {@code conversations/}, each with a server of its own; {@link Transcript} says how to read them. */
class ConversationIT {
    static List<Path> conversations() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".qmp"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void goesAsItShould(Path file) {
        Conversation.play(Transcript.read(file), List.of());
    }

    /** What needs the arguments of QEMU's own commands. */
    @Test
    void checksArgumentsByQemusSchemaAsQemuDoes() {
        Path schema = Path.of("../../shared/qemu/7.2/qapi/qapi-schema.json")
                .toAbsolutePath()
                .normalize();
        assumeTrue(Files.exists(schema), "QEMU's schemas are not at hand: " + schema);
        Conversation.play(
                Transcript.read(directory().resolve("with-schema/arguments.qmp")),
                List.of("--docs", "off", "--schema", schema.toString()));
    }

    private static Path directory() {
        URL place = Objects.requireNonNull(ConversationIT.class.getResource("conversations"));
        try {
            return Path.of(place.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
