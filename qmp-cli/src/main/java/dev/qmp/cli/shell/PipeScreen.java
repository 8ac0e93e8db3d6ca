package dev.qmp.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Standard input and output without a terminal: no prompt, no editing, for scripts.
 *
 * <p>Thread: read by the main thread; printing may be done by any.
 */
final class PipeScreen implements Screen {
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));

    @Override
    public @Nullable String read(String prompt) throws IOException {
        String line = in.readLine();
        while (line != null && isOpen(line)) {
            String next = in.readLine();
            if (next == null) {
                return line;
            }
            line = line + "\n" + next;
        }
        return line;
    }

    /** Returns whether a quote or bracket is open at the end, so that the next line belongs to it. */
    static boolean isOpen(String line) {
        try {
            return ArgumentReader.words(line).isEmpty() && !line.isBlank();
        } catch (ArgumentException e) {
            return String.valueOf(e.getMessage()).startsWith("the line ends within");
        }
    }

    @Override
    public synchronized void print(String text) {
        System.out.println(text);
        System.out.flush();
    }

    @Override
    public void onInterrupt(Runnable action) {
        // SIGINT ends the process, as for any filter.
    }

    @Override
    public void close() {}
}
