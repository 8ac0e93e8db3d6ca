package dev.qmp.cli.shell;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;

/** A history without lines that may hold a secret. Thread: confined to the main thread. */
final class DiscreetHistory extends DefaultHistory {
    private static final Pattern SECRET = Pattern.compile("passw|secret|\\bpwd?\\b", Pattern.CASE_INSENSITIVE);

    @Override
    public void add(Instant time, String line) {
        if (!isSecret(line)) {
            super.add(time, line);
        }
    }

    /** Tells whether a line may hold a secret, such as {@code set_password} or {@code object-add qom-type=secret}. */
    static boolean isSecret(String line) {
        return SECRET.matcher(line).find();
    }
}
