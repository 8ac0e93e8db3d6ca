package dev.qmp.cli.serve;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.json.JsonLimits;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.replies.RepliesException;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/**
 * The file of {@code --replies}.
 *
 * <p>Thread: confined to one thread.
 */
final class RepliesFile {
    private static final int LARGEST = 64 << 20;
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT.withTokenCount(LARGEST);

    private final String name;
    private byte[] text = new byte[0];

    RepliesFile(String name) {
        this.name = name;
    }

    /** Reads the file. */
    JsonValue read() {
        try (InputStream in = Files.newInputStream(OptionReader.path(name))) {
            text = in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw new FailedException("--replies " + name + ": " + IoErrors.reason(e));
        }
        if (text.length > LARGEST) {
            throw new FailedException("--replies " + name + ": larger than " + (LARGEST >> 20) + " MiB");
        }
        try {
            return JsonText.parse(text, LIMITS);
        } catch (JsonParseException e) {
            throw new FailedException(
                    "--replies " + name + ":" + JsonText.lineAndColumn(text, e.offset()) + ": " + e.getMessage());
        }
    }

    /** Returns the lines to print about replies that are refused, with the place of each problem. */
    List<String> refusal(RepliesException refused) {
        return refused.places().stream()
                .map(problem -> "qmp serve: --replies " + name + ":"
                        + JsonText.lineAndColumn(text, JsonText.offset(text, problem.path())) + ": " + problem.text())
                .toList();
    }
}
