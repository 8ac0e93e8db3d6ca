package dev.qmp.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.cli.client.Captured;
import dev.qmp.cli.client.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code qmp schema doc --against} the address of a server. */
class DocAgainstServerTest {
    private static final String OLDER = "{\"return\": ["
            + "{\"name\": \"0\", \"meta-type\": \"object\", \"members\": []}, "
            + "{\"name\": \"lamp-off\", \"meta-type\": \"command\", \"arg-type\": \"0\", \"ret-type\": \"0\"}"
            + "], \"id\": $ID}";

    @TempDir
    Path directory;

    private Captured doc(String older) throws IOException {
        Path schema = Files.writeString(directory.resolve("lamp.json"), """
                ##
                # @lamp-on:
                #
                # Lights the lamp.
                #
                # Since: 1.0
                ##
                { 'command': 'lamp-on' }
                """);
        Path manual = directory.resolve("manual");
        return Captured.of(
                "",
                () -> SchemaCommand.run(
                        List.of("doc", schema.toString(), "-o", manual.toString(), "--against", older)));
    }

    @Test
    void marksWhatTheServerDoesNotHave() throws IOException {
        Path socket = directory.resolve("s");
        try (FakeServer server = FakeServer.monitor(socket, line -> OLDER)) {
            assertThat(doc("unix:" + socket)).isEqualTo(new Captured(0, "", ""));
        }
        assertThat(Files.readString(directory.resolve("manual/changes.html")))
                .contains("lamp-on", "lamp-off", "unix:" + socket);
    }

    @Test
    void namesAServerThatIsNotThere() throws IOException {
        String address = "unix:" + directory.resolve("nobody");
        assertThat(doc(address))
                .isEqualTo(new Captured(
                        1, "", "qmp schema: cannot connect to " + address + ": No such file or directory\n"));
    }
}
