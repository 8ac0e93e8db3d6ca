package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.chardev.internal.system.PrivateFiles;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.LineWriter;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.rights.AuditRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code --audit}: a line of JSON for each command, appended to a file that only its owner reads. It is written soon, in a thread of its own, or with {@code
 * --audit-strict} before the reply leaves.
 *
 * <p>Thread: safe for use by any thread; a strict one is guarded by its own lock.
 */
final class AuditFile implements Consumer<AuditRecord> {
    private final OutputStream out;
    private final @Nullable LineWriter later;

    /**
     * Opens the file.
     *
     * @throws FailedException if that is not possible
     */
    AuditFile(String name, boolean strict) {
        try {
            out = Channels.newOutputStream(PrivateFiles.open(OptionReader.path(name), StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new FailedException("--audit " + name + ": " + IoErrors.reason(e));
        }
        later = strict ? null : new LineWriter("qmp-audit", out);
    }

    @Override
    public void accept(AuditRecord entry) {
        String line = JsonValues.toText(entry.toJson());
        if (later != null) {
            later.add(line);
            return;
        }
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        synchronized (this) {
            try {
                out.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
