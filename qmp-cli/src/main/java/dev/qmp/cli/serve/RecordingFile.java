package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.chardev.internal.system.PrivateFiles;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.monitor.proxy.RecordedReplies;
import dev.qmp.monitor.proxy.Recording;
import dev.qmp.qapi.SchemaSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file that {@code qmp record} writes, complete at any time, and the command {@code x-save} that has it written.
 *
 * <p>Thread: safe for use by any thread.
 */
final class RecordingFile implements CommandProvider {
    /** Has the file written now. */
    static final String SAVE = "x-save";

    private final String name;
    private final Path file;
    private final List<String> secretNames;
    private final Recording recording;

    /**
     * Begins a recording.
     *
     * @throws FailedException if the file could not be written
     */
    RecordingFile(String name, List<String> secretNames) {
        this.name = name;
        this.secretNames = List.copyOf(secretNames);
        file = OptionReader.path(name).toAbsolutePath();
        recording = new Recording(secretNames);
    }

    Recording recording() {
        return recording;
    }

    /** Returns the names of members that are masked besides the usual ones. */
    List<String> secretNames() {
        return secretNames;
    }

    /** Makes sure that the file can be written, before anything is recorded in vain. */
    void check() {
        Path made = beside();
        try {
            PrivateFiles.open(made).close();
            Files.delete(made);
            if (Files.isDirectory(file)) {
                throw new FailedException("-o " + name + ": is a directory");
            }
        } catch (IOException e) {
            throw new FailedException("-o " + name + ": " + IoErrors.reason(e));
        }
    }

    private Path beside() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Writes the file. */
    synchronized void save() throws IOException {
        RecordedReplies replies = recording.replies();
        System.Logger log = System.getLogger(RecordingFile.class.getName());
        replies.leftOut().forEach(line -> log.log(Level.DEBUG, () -> "-o " + name + ": left out: " + line));
        ByteBuffer text = ByteBuffer.wrap(replies.text().getBytes(UTF_8));
        Path made = beside();
        try (FileChannel out = PrivateFiles.open(made, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (text.hasRemaining()) {
                out.write(text);
            }
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(made);
            throw e;
        }
    }

    /** Writes the file at the end. */
    void saveLast() {
        try {
            save();
        } catch (IOException e) {
            throw new FailedException("-o " + name + ": " + IoErrors.reason(e));
        }
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public SchemaSource schema() {
        return SchemaSource.text("recording.json", "{ 'command': 'x-save' }");
    }

    @Override
    public void bind(CommandBinder commands, ProviderContext context) {
        commands.action(SAVE, (request, arguments) -> {
            try {
                save();
            } catch (IOException e) {
                throw new CommandException(name + ": " + IoErrors.reason(e));
            }
        });
    }
}
