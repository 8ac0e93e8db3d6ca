package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of {@code docs/client.md}, compiled and run. */
class ExampleTest {
    @TempDir
    Path directory;

    // example
    static void rescue(String address, Consumer<String> log) throws IOException {
        QmpClientOptions options = QmpClientOptions.builder()
                .timeout(Duration.ofSeconds(30))
                .listener(event -> log.accept("event " + event.name()))
                .build();
        try (QmpClient client = QmpClient.connect(QmpAddress.parse(address), options)) {
            client.greeting()
                    .ifPresent(
                            greeting -> log.accept("level " + greeting.version().major()));

            // In band: in order, one after the other.
            CompletableFuture<JsonValue> held = client.execute("x-hold");
            CompletableFuture<JsonValue> status = client.execute("query-status");

            // Out of band: at once, although the server is busy with x-hold.
            client.executeOob("x-release").orTimeout(30, TimeUnit.SECONDS).join();

            held.join();
            log.accept("running " + status.join().asJsonObject().getBoolean("running"));

            try {
                client.execute("cont", JsonValues.object().add("force", true).build())
                        .join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof QmpCommandException error) {
                    log.accept(error.errorClass() + ": " + error.description());
                }
            }
        }
    }
    // end of the example

    @Test
    void runs() throws IOException {
        ScriptedServer.Script script = peer -> {
            peer.begin();
            long hold = peer.expect("\"execute\": \"x-hold\"");
            long status = peer.expect("\"execute\": \"query-status\"");
            peer.reply(peer.expect("\"exec-oob\": \"x-release\""), "{}");
            peer.reply(hold, "{}");
            peer.reply(status, "{\"running\": true, \"status\": \"running\"}");
            peer.fail(peer.expect("cont"), "GenericError", "Parameter 'force' is unexpected");
            peer.untilClosed();
        };
        List<String> log = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = ScriptedServer.unix(directory, script)) {
            rescue(server.address().toString(), log::add);
        }
        assertThat(log).containsExactly("level 7", "running true", "GenericError: Parameter 'force' is unexpected");
    }

    @Test
    void standsInTheDocumentation() throws IOException {
        List<String> source = Files.readAllLines(
                folder("qmp-monitor").resolve("src/test/java/dev/qmp/monitor/client/ExampleTest.java"));
        List<String> example =
                source.subList(source.indexOf("    // example") + 1, source.indexOf("    // end of the example"));
        List<String> page = Files.readAllLines(folder("docs").resolve("client.md"));
        List<String> code = new ArrayList<>();
        for (String line : page.subList(page.indexOf("```java") + 1, page.size())) {
            if (line.equals("```")) {
                break;
            }
            code.add(line);
        }
        assertThat(code)
                .isEqualTo(example.stream()
                        .map(line -> line.replaceFirst("^ {4}", ""))
                        .toList());
    }

    private static Path folder(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("docs")) && Files.isDirectory(at.resolve("qmp-monitor"))) {
                return at.resolve(name);
            }
        }
        throw new AssertionError("not within the project");
    }
}
