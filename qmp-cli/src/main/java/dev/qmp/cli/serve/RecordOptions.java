package dev.qmp.cli.serve;

import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@code qmp record} has besides that of {@code qmp proxy}.
 *
 * <p>Thread: confined to one thread.
 */
final class RecordOptions {
    private final List<String> secretNames = new ArrayList<>();
    private @Nullable String file;

    /** Takes an option, if it is one of these; returns whether it is. */
    boolean take(String option, OptionReader rest) {
        switch (option) {
            case "-o" -> file = rest.argument(option);
            case "--mask" -> secretNames.add(rest.argument(option));
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the file, and begins the recording.
     *
     * @throws UsageException if there is none
     */
    RecordingFile file() {
        if (file == null) {
            throw new UsageException("-o FILE is missing: where to write the replies");
        }
        return new RecordingFile(file, secretNames);
    }
}
