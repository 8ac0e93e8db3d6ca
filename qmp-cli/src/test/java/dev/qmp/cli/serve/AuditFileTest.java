package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.PeerIdentity;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.rights.AuditRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the records of {@code --audit} go. */
class AuditFileTest {
    private static final String LINE = "{\"time\": \"1970-01-01T00:00:00Z\", \"monitor\": \"m\", \"pid\": 7,"
            + " \"role\": \"operator\", \"command\": \"stop\", \"oob\": true, \"arguments\": {}, \"outcome\": \"success\"}";

    @TempDir
    Path folder;

    private static AuditRecord stop() {
        return new AuditRecord(
                Instant.EPOCH,
                "m",
                new PeerIdentity(null, null, null, List.of(), null, 7),
                "operator",
                "stop",
                true,
                JsonValues.object().build(),
                "success");
    }

    @Test
    void aStrictRecordIsInTheFileAtOnceAfterWhatWasThere() throws Exception {
        Path file = Files.writeString(folder.resolve("audit"), "before\n");
        AuditFile audit = new AuditFile(file.toString(), true);
        audit.accept(stop());
        assertThat(file).hasContent("before\n" + LINE + "\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFifoPassesTheRecordsOnToItsReader(boolean strict) throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try (BufferedReader reader = Files.newBufferedReader(fifo)) {
                return reader.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        new AuditFile(fifo.toString(), strict).accept(stop());
        LineWriter.flushAll();
        assertThat(read.get(1, TimeUnit.MINUTES)).isEqualTo(LINE);
    }
}
