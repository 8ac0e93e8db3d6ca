package dev.qmp.cli.shell;

import dev.qmp.cli.client.Connections;
import dev.qmp.cli.client.ServerSchema;
import dev.qmp.cli.commandline.Suggestions;
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
    private final Map<Integer, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final AtomicBoolean good = new AtomicBoolean(true);
    private int sent;
    private volatile boolean quit;

    Conversation(QmpClient client, ServerSchema schema, Screen screen, Painter painter, Announcer announcer) {
        this.client = client;
        this.schema = schema;
        this.screen = screen;
        this.painter = painter;
        this.announcer = announcer;
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
     * Reads to the end of the input, to a successful {@code quit}, or until a line finds the connection closed; then waits for the
     * outstanding replies.
     *
     * @return true if every command succeeded
     */
    boolean run() throws IOException {
        while (true) {
            String line = screen.read("(qmp) ");
            if (line == null || line.strip().equals("exit")) {
                break;
            }
            try {
                execute(line.strip());
            } catch (ArgumentException | JsonParseException e) {
                fail(String.valueOf(e.getMessage()));
            }
            if (quit) {
                break;
            }
            if (!client.isConnected() && !good.get()) {
                return false;
            }
        }
        for (CompletableFuture<Boolean> reply : running.values()) {
            await(reply, Long.MAX_VALUE);
        }
        return good.get();
    }

    private void execute(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.startsWith("{")) {
            raw(line);
            return;
        }
        List<String> words = ArgumentReader.words(line);
        if (words.get(0).equals("help")) {
            help(words.subList(1, words.size()));
            return;
        }
        boolean outOfBand = words.get(0).equals("oob");
        if (outOfBand && words.size() == 1) {
            fail("oob: which command?");
            return;
        }
        List<String> rest = outOfBand ? words.subList(1, words.size()) : words;
        String name = rest.get(0);
        Optional<Command> command = schema.command(name, outOfBand ? Duration.ZERO : SCHEMA_PATIENCE);
        List<String> arguments = rest.subList(1, rest.size());
        JsonObject typed =
                command.isPresent() ? reader().read(command.get(), arguments) : ArgumentReader.readUntyped(arguments);
        send(name, arguments.isEmpty() ? null : typed, outOfBand);
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
                screen.print(prefix + painter.value(value));
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
        if (!reason.startsWith("CommandNotFound: The command ")) {
            return reason;
        }
        return reason
                + Suggestions.hint(
                        name,
                        schema.await(Duration.ZERO).map(Schema::commands).orElse(List.of()).stream()
                                .map(Command::name)
                                .toList());
    }

    private void help(List<String> names) {
        Optional<Schema> known = schema.await(SCHEMA_PATIENCE);
        if (known.isEmpty()) {
            fail("the server has not described its commands");
            return;
        }
        if (names.isEmpty()) {
            screen.print(SchemaHelp.commands(known.get()));
            return;
        }
        for (String name : names) {
            Optional<String> text = SchemaHelp.of(known.get(), name);
            if (text.isPresent()) {
                screen.print(text.get());
            } else {
                fail(hint(name, "CommandNotFound: The command " + name + " has not been found"));
            }
        }
    }

    private void note(String text) {
        screen.print(painter.paint(Painter.Ink.NOTE, text));
    }

    private void fail(String text) {
        fail("", text);
    }

    private void fail(String prefix, String text) {
        good.set(false);
        screen.print(prefix + painter.paint(Painter.Ink.ERROR, text));
    }
}
