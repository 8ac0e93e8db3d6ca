package dev.qmp.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.StandardOutput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Standard streams without a terminal, for scripts: no prompt, no editing; replies go to standard output, all else to standard error.
 *
 * <p>Thread: lines are read by a daemon thread, one ahead, since reading cannot be interrupted; printing may be done by any.
 */
final class PipeScreen implements Screen {
    /** The next line; empty at the end of the input, or of reading. */
    private record Line(Optional<String> text, @Nullable IOException failure) {}

    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final Semaphore wanted = new Semaphore(0);

    PipeScreen() {
        Thread reader = new Thread(this::readAll, "qmp-shell-input");
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try {
            while (true) {
                wanted.acquire();
                lines.add(new Line(Optional.ofNullable(next(in)), null));
            }
        } catch (IOException e) {
            lines.add(new Line(Optional.empty(), e));
        } catch (InterruptedException e) {
            lines.add(new Line(Optional.empty(), null));
        }
    }

    private static @Nullable String next(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && Lines.isOpen(line)) {
            String more = in.readLine();
            if (more == null) {
                return line;
            }
            line = line + "\n" + more;
        }
        return line;
    }

    @Override
    public @Nullable String read(String prompt) throws IOException {
        wanted.release();
        try {
            Line line = lines.take();
            if (line.failure != null) {
                throw line.failure;
            }
            return line.text.orElse(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void stopReading() {
        lines.add(new Line(Optional.empty(), null));
    }

    @Override
    public synchronized void print(String text) {
        System.out.println(text);
        try {
            StandardOutput.flush();
        } catch (FailedException e) {
            stopReading(); // nobody reads the replies; the end of the tool reports it
        }
    }

    @Override
    public synchronized void tell(String text) {
        System.err.println(text);
    }

    @Override
    public void onInterrupt(Runnable action) {
        // SIGINT ends the process, as for any filter.
    }

    @Override
    public void close() {}
}
