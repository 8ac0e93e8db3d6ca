package dev.qmp.cli.shell;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.client.Hints;
import dev.qmp.cli.client.Painter;
import dev.qmp.cli.client.ServerSchema;
import dev.qmp.cli.usage.Printable;
import dev.qmp.json.JsonParseException;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.arguments.ArgumentException;
import dev.qmp.qapi.arguments.ArgumentReader;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads and executes lines.
 *
 * <p>Waits a second for each reply. If it takes longer, the next line can be typed, such as an out-of-band command that helps, and the
 * reply is shown when it arrives.
 *
 * <p>Thread: confined to the main thread, but for replies, which the client's reader brings.
 */
final class Conversation {
    private static final long PATIENCE_MILLIS = 1000;
    private static final Duration SCHEMA_PATIENCE = Duration.ofSeconds(3);

    private final QmpClient client;
    private final ServerSchema schema;
    private final Screen screen;
    private final Painter painter;
    private final Announcer announcer;
    private final boolean raw;
    private final boolean stopsOnError;
    private final Map<Integer, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final AtomicBoolean good = new AtomicBoolean(true);
    private int sent;
    private boolean human;
    private @Nullable Transaction transaction;
    private volatile boolean quit;

    Conversation(
            QmpClient client,
            ServerSchema schema,
            Screen screen,
            Painter painter,
            Announcer announcer,
            boolean raw,
            boolean stopsOnError) {
        this.client = client;
        this.schema = schema;
        this.screen = screen;
        this.painter = painter;
        this.announcer = announcer;
        this.raw = raw;
        this.stopsOnError = stopsOnError;
    }

    /** Shows which server this is. */
    void welcome() {
        String version = client.greeting()
                .map(greeting -> ", QEMU " + greeting.version().major() + "."
                        + greeting.version().minor() + "." + greeting.version().micro()
                        + (greeting.version().packageName().isEmpty()
                                ? ""
                                : " (" + greeting.version().packageName() + ")"))
                .orElse("");
        note("connected to " + client.address() + version);
        note("Tab completes, 'help' lists the commands, 'oob COMMAND' runs one out of band, Ctrl-D leaves.");
    }

    /**
     * Reads to the end of the input, to a successful {@code quit}, to the end of the connection, or, if that is wanted, to the first error; then
     * waits for the outstanding replies.
     *
     * @return true if every command succeeded and the connection lasted
     */
    boolean run() throws IOException {
        while (true) {
            String line = screen.read(transaction != null ? "TRANS> " : human ? "(hmp) " : "(qmp) ");
            if (line == null || line.strip().equals("exit")) {
                break;
            }
            try {
                execute(line.strip());
            } catch (ArgumentException | JsonParseException e) {
                if (transaction != null) {
                    transaction.cancel();
                }
                fail(String.valueOf(e.getMessage()));
            }
            if (quit || announcer.isLost() || (stopsOnError && !good.get())) {
                break;
            }
        }
        if (transaction != null && !announcer.isLost()) {
            fail("transaction: the input ends before ')'; nothing of it is done");
        }
        for (CompletableFuture<Boolean> reply : running.values()) {
            await(reply, Long.MAX_VALUE);
        }
        return good.get() && endedWell();
    }

    /** Returns whether the conversation ended by {@code quit}, or with the connection still there. */
    boolean endedWell() {
        return quit || (client.isConnected() && !announcer.isLost());
    }

    private void execute(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (human) {
            human(line);
            return;
        }
        if (line.startsWith("{") && transaction == null) {
            raw(line);
            return;
        }
        List<String> words = new ArrayList<>(ArgumentReader.words(line));
        if (words.get(0).equals("transaction(")) {
            begin();
        }
        boolean ends = transaction != null && words.get(words.size() - 1).equals(")");
        if (transaction != null) {
            words.removeIf(word -> word.equals("transaction(") || word.equals(")"));
        }
        if (!words.isEmpty()) {
            command(words);
        }
        if (ends) {
            commit();
        }
    }

    private void command(List<String> words) {
        switch (words.get(0)) {
            case "help" -> help(words.subList(1, words.size()));
            case "hmp" -> {
                if (words.size() == 1) {
                    human = true;
                    note("lines are commands of the human monitor now; 'qmp' goes back");
                } else {
                    humanCommand(String.join(" ", words.subList(1, words.size())));
                }
            }
            case "oob" -> {
                if (words.size() == 1) {
                    fail("oob: which command?");
                } else {
                    request(words.subList(1, words.size()), true);
                }
            }
            default -> request(words, false);
        }
    }

    private void request(List<String> words, boolean outOfBand) {
        String name = words.get(0);
        List<String> arguments = words.subList(1, words.size());
        Optional<Command> command = schema.command(name, outOfBand ? Duration.ZERO : SCHEMA_PATIENCE);
        JsonObject typed = command.isPresent() && !schema.hasNamesAlone()
                ? reader().read(command.get(), arguments)
                : ArgumentReader.readUntyped(arguments);
        if (transaction != null) {
            transaction.add(name, typed);
        } else {
            send(name, arguments.isEmpty() ? null : typed, outOfBand);
        }
    }

    private void human(String line) {
        if (line.equals("qmp")) {
            human = false;
        } else {
            humanCommand(line);
        }
    }

    private void humanCommand(String line) {
        send(
                "human-monitor-command",
                JsonValues.object().add("command-line", line).build(),
                false);
    }

    private void begin() {
        if (transaction != null) {
            throw new ArgumentException("transaction: there is one already, which ')' ends");
        }
        transaction = new Transaction();
    }

    private void commit() {
        Transaction whole = transaction;
        transaction = null;
        if (whole == null || whole.isCancelled()) {
            fail("transaction: cancelled, because of an error in it");
        } else {
            send("transaction", whole.arguments(), false);
        }
    }

    private ArgumentReader reader() {
        return ArgumentReader.of(schema.await(Duration.ZERO).orElseThrow());
    }

    private void raw(String line) {
        JsonObject request = JsonText.parse(line).asJsonObject();
        boolean outOfBand = request.containsKey("exec-oob");
        String name = JsonValues.stringOrNull(request, outOfBand ? "exec-oob" : "execute");
        JsonValue arguments = request.get("arguments");
        if (name == null) {
            fail("not a request: it needs \"execute\" or \"exec-oob\" with the name of a command");
        } else if (arguments != null && !(arguments instanceof JsonObject)) {
            fail("\"arguments\" is not an object");
        } else {
            send(name, (JsonObject) arguments, outOfBand);
        }
    }

    private void send(String name, @Nullable JsonObject arguments, boolean outOfBand) {
        CompletableFuture<JsonValue> reply = submit(name, arguments, outOfBand);
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Boolean> shown = reply.handle((value, failure) -> {
            String prefix = late.get() ? painter.paint(Painter.Ink.NOTE, name + ": ") : "";
            if (failure == null) {
                if (name.equals("quit")) {
                    quit = true;
                    announcer.leave();
                }
                String text = raw || name.equals("human-monitor-command") ? JsonValues.text(value) : null;
                screen.page(prefix + (text == null ? painter.value(value) : Printable.text(text.stripTrailing())));
            } else {
                fail(prefix, hint(name, Connections.reason(failure)));
            }
            return true;
        });
        int number = ++sent;
        running.put(number, shown);
        Connections.whenDone(shown, (done, failure) -> running.remove(number));
        if (!await(shown, PATIENCE_MILLIS)) {
            late.set(true);
            note("no reply yet; it will be shown when it arrives");
        }
    }

    private CompletableFuture<JsonValue> submit(String name, @Nullable JsonObject arguments, boolean outOfBand) {
        if (arguments == null) {
            return outOfBand ? client.executeOob(name) : client.execute(name);
        }
        return outOfBand ? client.executeOob(name, arguments) : client.execute(name, arguments);
    }

    /** Waits for a reply until a time has passed or the user interrupts; returns whether it has arrived. */
    private boolean await(CompletableFuture<?> reply, long millis) {
        CountDownLatch over = new CountDownLatch(1);
        Connections.whenDone(reply, (value, failure) -> over.countDown());
        screen.onInterrupt(over::countDown);
        try {
            boolean arrived = over.await(millis, TimeUnit.MILLISECONDS);
            return arrived && reply.isDone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            screen.onInterrupt(() -> {});
        }
    }

    private String hint(String name, String reason) {
        return reason
                + schema.await(Duration.ZERO)
                        .map(known -> Hints.of(known, name, reason))
                        .orElse("");
    }

    private void help(List<String> names) {
        Optional<Schema> known = schema.await(SCHEMA_PATIENCE);
        if (known.isEmpty()) {
            fail("the server has not described its commands");
            return;
        }
        if (names.isEmpty()) {
            screen.page(Printable.text(SchemaHelp.commands(known.get())));
            return;
        }
        for (String name : names) {
            Optional<String> text = SchemaHelp.of(known.get(), name);
            if (text.isPresent()) {
                screen.page(Printable.text(text.get()));
            } else {
                fail(hint(name, "CommandNotFound: The command " + name + " has not been found"));
            }
        }
    }

    private void note(String text) {
        screen.tell(painter.paint(Painter.Ink.NOTE, text));
    }

    private void fail(String text) {
        fail("", text);
    }

    private void fail(String prefix, String text) {
        good.set(false);
        screen.tell(prefix + painter.paint(Painter.Ink.ERROR, text));
    }
}
