package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A live QEMU 7.2 refuses and hides the same with the same words; skipped where there is none. */
class LiveQemuTest {
    private static final String QEMU = "qemu-system-x86_64";
    private static final int REQUESTS = 6000;

    private static boolean isQemu72AtHand() throws IOException {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            Path program = Path.of(folder, QEMU);
            if (Files.isExecutable(program)) {
                Process version = new ProcessBuilder(program.toString(), "--version").start();
                try (BufferedReader reader = version.inputReader()) {
                    return String.valueOf(reader.readLine()).contains("version 7.2.");
                }
            }
        }
        return false;
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void refusesTheSameArgumentsWithTheSameWords() throws IOException {
        assumeTrue(isQemu72AtHand(), QEMU + " 7.2 is not installed");
        Schema schema =
                QemuSchemas.load("7.2", DocsMode.OFF).withConfiguration(Configuration.of(QemuSchemas.DEBIAN_7_2));
        Validator validator = Validator.of(schema, CompatPolicy.ACCEPT);
        List<Command> commands = schema.commands().stream()
                .filter(command ->
                        command.gen() && !command.argumentType().allMembers().isEmpty())
                .toList();
        Process qemu = start();
        try (BufferedReader replies = qemu.inputReader();
                Writer requests = qemu.outputWriter()) {
            replies.readLine();
            send(requests, "qmp_capabilities", JsonValues.EMPTY_OBJECT);
            replies.readLine();
            Random random = new Random(20240607);
            int refused = 0;
            for (int i = 0; i < REQUESTS; i++) {
                Command command = commands.get(random.nextInt(commands.size()));
                var value = RandomValue.of(command.argumentType(), schema.configuration(), random);
                if (value instanceof JsonObject arguments) {
                    String fault = ValidatorTest.fault(() -> validator.checkArguments(command, arguments));
                    // What is valid might have an effect, and is not sent.
                    if (!fault.isEmpty()) {
                        send(requests, command.name(), arguments);
                        assertThat(error(replies))
                                .as("%s %s", command.name(), arguments)
                                .isEqualTo(fault);
                        refused++;
                    }
                }
            }
            assertThat(refused).isGreaterThan(REQUESTS / 10);
        } finally {
            qemu.destroyForcibly();
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void hidesTheSamePartsOfIntrospection() throws IOException {
        assumeTrue(isQemu72AtHand(), QEMU + " 7.2 is not installed");
        Schema schema =
                QemuSchemas.load("7.2", DocsMode.OFF).withConfiguration(Configuration.of(QemuSchemas.DEBIAN_7_2));
        CompatPolicy hide = new CompatPolicy(
                CompatPolicy.Input.ACCEPT,
                CompatPolicy.Output.HIDE,
                CompatPolicy.Input.ACCEPT,
                CompatPolicy.Output.HIDE);
        Process qemu = start("-compat", "deprecated-output=hide,unstable-output=hide");
        try (BufferedReader replies = qemu.inputReader();
                Writer requests = qemu.outputWriter()) {
            replies.readLine();
            send(requests, "qmp_capabilities", JsonValues.EMPTY_OBJECT);
            replies.readLine();
            send(requests, "query-qmp-schema", JsonValues.EMPTY_OBJECT);

            JsonObject reply = JsonText.parse(replies.readLine()).asJsonObject();

            assertThat(Introspection.of(schema, IntrospectionOptions.DEFAULT.withPolicy(hide)))
                    .isEqualTo(reply.getJsonArray("return"));
        } finally {
            qemu.destroyForcibly();
        }
    }

    private static Process start(String... options) throws IOException {
        List<String> line =
                new ArrayList<>(List.of(QEMU, "-M", "none", "-nodefaults", "-display", "none", "-qmp", "stdio"));
        line.addAll(List.of(options));
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void send(Writer requests, String command, JsonObject arguments) throws IOException {
        requests.write(JsonValues.toText(JsonValues.object()
                .add("execute", command)
                .add("arguments", arguments)
                .build()));
        requests.write('\n');
        requests.flush();
    }

    private static String error(BufferedReader replies) throws IOException {
        String line = replies.readLine();
        while (line != null && line.contains("\"timestamp\"")) {
            line = replies.readLine();
        }
        assertThat(line).as("an answer").isNotNull();
        JsonObject reply = JsonText.parse(line).asJsonObject();
        return reply.containsKey("error") ? reply.getJsonObject("error").getString("desc") : line;
    }
}
