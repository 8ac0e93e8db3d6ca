package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of docs/jfr.md, as they stand there. */
class JfrIT {
    private static final Path PROJECT = QmpImage.directory().resolve("../../..").normalize();

    @Test
    void theCommandsOfThePageRecordAndPrint() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/jfr.md"));
        Matcher commands = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(commands.find()).isTrue();
        String recording = QmpImage.shortDirectory().resolve("qmp.jfr").toString();
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", commands.group(1).replace("qmp.jfr", recording));
        shell.directory(PROJECT.toFile());
        try (RunningQmp session = RunningQmp.start(shell)) {
            assertThat(session.status())
                    .as(() -> session.stdout() + session.stderr())
                    .isZero();
            String printed = session.stdout();
            assertThat(printed).contains("{\"return\": {}, \"id\": \"first\"}");
            String[] events = printed.substring(printed.indexOf("dev.qmp.")).split("\n\n");
            assertThat(events)
                    .anyMatch(event -> event.startsWith("dev.qmp.Request {")
                            && event.contains("command = \"stop\"")
                            && event.contains("outcome = \"success\"")
                            && event.contains("queued = "))
                    .anyMatch(event -> event.startsWith("dev.qmp.Dispatch {") && event.contains("command = \"stop\""))
                    .anyMatch(event -> event.startsWith("dev.qmp.OutOfBand {") && event.contains("overtaking"))
                    .anyMatch(event -> event.startsWith("dev.qmp.Suspension {") && event.contains("NEGOTIATING"))
                    .anyMatch(event -> event.startsWith("dev.qmp.SessionOpened {"))
                    .anyMatch(event -> event.startsWith("dev.qmp.Session {"));
            for (String name : printed.split("\n", -1)) {
                if (name.startsWith("dev.qmp.")) {
                    assertThat(page).contains("`" + name.replace(" {", "") + "`");
                }
            }
        }
    }
}
