package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The commands of docs/jfr.md, as they stand there. */
class JfrIT {
    @Test
    void theCommandsOfThePageRecordAndPrint() throws IOException, InterruptedException {
        String page = Files.readString(DocPage.JFR);
        String printed = DocRun.of(DocPage.JFR);
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
