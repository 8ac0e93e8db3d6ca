package dev.qmp.cli.shell;

import dev.qmp.cli.client.ServerSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * A terminal: lines are edited, completed and saved, and output is shown above the line being typed.
 *
 * <p>Thread: read by the main thread; printing may be done by any.
 */
final class TerminalScreen implements Screen {
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private final Terminal terminal;
    private final LineReader reader;

    private final Deque<String> pasted = new ArrayDeque<>();
    private final @Nullable Pager pager;
    private final Deque<String> pages =
            new ArrayDeque<>(); // to be shown before the next line is read; guarded by itself
    private final List<String> held = new ArrayList<>(); // to be shown after the pager; guarded by pages
    private boolean isReading; // guarded by pages
    private boolean isPaging; // guarded by pages
    private final @Nullable Path history;

    TerminalScreen(ServerSchema schema, @Nullable Pager pager) throws IOException {
        this.pager = pager;
        terminal = TerminalBuilder.builder().system(true).nativeSignals(true).build();
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("qmp")
                .parser(new LineParser())
                .completer(new LineCompleter(schema))
                .history(new DiscreetHistory())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  ... ")
                .variable(LineReader.HISTORY_SIZE, 1000)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.INSERT_TAB, false);
        history = history();
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        reader = builder.build();
    }

    /** Returns the history file; null if there is no place for it. */
    private static @Nullable Path history() {
        String state = System.getenv("XDG_STATE_HOME");
        String home = System.getenv("HOME");
        if ((state == null || state.isEmpty()) && (home == null || home.isEmpty())) {
            return null;
        }
        try {
            Path directory = state == null || state.isEmpty()
                    ? Path.of(String.valueOf(home), ".local", "state", "qmp")
                    : Path.of(state, "qmp");
            Path file = Files.createDirectories(directory).resolve("history");
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
            }
            return file;
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return null;
        }
    }

    @Override
    public @Nullable String read(String prompt) {
        showPages();
        String next = pasted.poll();
        if (next != null) {
            return next;
        }
        while (true) {
            try {
                // A paste of several lines is one text to the reader, and several commands.
                pasted.addAll(Lines.commands(readLine(prompt)));
                return pasted.poll();
            } catch (UserInterruptException e) {
                // Ctrl-C drops the line; the next one begins.
            } catch (EndOfFileException e) {
                return null;
            }
        }
    }

    private String readLine(String prompt) {
        boolean ready = false;
        while (!ready) {
            showPages();
            synchronized (pages) {
                ready = pages.isEmpty();
                isReading = ready;
            }
        }
        try {
            return reader.readLine(prompt);
        } finally {
            synchronized (pages) {
                isReading = false;
            }
        }
    }

    @Override
    public void print(String text) {
        synchronized (pages) {
            if (isPaging) {
                held.add(text);
                return;
            }
        }
        reader.printAbove(AttributedString.fromAnsi(text));
    }

    @Override
    public void page(String text) {
        synchronized (pages) {
            // A late reply does not take the screen from a user who is typing.
            if (pager != null && !isReading && isLong(text)) {
                pages.add(text);
                return;
            }
        }
        print(text);
    }

    private boolean isLong(String text) {
        Size size = terminal.getSize();
        int width = size.getColumns();
        int height = size.getRows();
        return width > 0
                && height > 1
                && AttributedString.fromAnsi(text).columnSplitLength(width).size() >= height;
    }

    private void showPages() {
        while (true) {
            String text;
            synchronized (pages) {
                text = pages.poll();
                isPaging = text != null && pager != null;
            }
            if (text == null || pager == null) {
                return;
            }
            boolean shown = pager.show(text + "\n");
            List<String> later;
            synchronized (pages) {
                isPaging = false;
                later = List.copyOf(held);
                held.clear();
            }
            if (!shown) {
                print(text);
            }
            later.forEach(this::print);
        }
    }

    @Override
    public void tell(String text) {
        print(text);
    }

    @Override
    public void stopReading() {
        // The connection will be made again, and lines typed meanwhile say that there is none.
    }

    @Override
    public void onInterrupt(Runnable action) {
        terminal.handle(Terminal.Signal.INT, signal -> action.run());
    }

    @Override
    public void close() throws IOException {
        try {
            showPages();
            if (history != null && Files.exists(history)) {
                Files.setPosixFilePermissions(history, OWNER_ALONE); // writing it anew may have made it readable
            }
        } finally {
            terminal.close();
        }
    }
}
