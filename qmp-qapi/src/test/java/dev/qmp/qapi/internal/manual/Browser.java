package dev.qmp.qapi.internal.manual;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, steered over its DevTools protocol.
 *
 * <p>Thread: the methods are for one thread; replies come in on the connection's.
 */
public final class Browser implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 150;

    private final Process process;
    private final Path profile;
    private final OutputStream requests;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> replies = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final String session;
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    private Browser(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
        this.requests = process.getOutputStream();
        Thread reader = new Thread(this::read, "browser");
        reader.setDaemon(true);
        reader.start();
        JsonObject target = call(
                "Target.createTarget",
                JsonValues.object().add("url", "about:blank").build(),
                null);
        JsonObject attached = call(
                "Target.attachToTarget",
                JsonValues.object()
                        .add("targetId", target.getString("targetId"))
                        .add("flatten", true)
                        .build(),
                null);
        session = attached.getString("sessionId");
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", JsonValues.EMPTY_OBJECT);
        }
    }

    /** Starts the browser; skips the test if there is none. */
    public static Browser start() throws IOException {
        Path program = program();
        assumeTrue(program != null, "Chromium is not installed: the manual is not looked at in a browser");
        Path profile = Files.createTempDirectory("chromium");
        // The protocol is spoken over descriptors 3 and 4, which the shell makes of ours.
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null",
                        String.valueOf(program),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-pipe",
                        "--user-data-dir=" + profile)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Browser(process, profile);
    }

    private static Path program() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
            for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
                Path program = Path.of(directory, name);
                if (Files.isExecutable(program)) {
                    return program;
                }
            }
        }
        return null;
    }

    /** Goes to a page, and waits until it is loaded. */
    public void open(Path file, String fragment) {
        loaded = new CompletableFuture<>();
        CompletableFuture<Void> waiting = loaded;
        call("Page.navigate", JsonValues.object().add("url", "about:blank").build());
        await(waiting);
        loaded = new CompletableFuture<>();
        waiting = loaded;
        String url = file.toUri() + fragment;
        call("Page.navigate", JsonValues.object().add("url", url).build());
        await(waiting);
    }

    /** Evaluates an expression, a promise too, and returns its value as text. */
    public String evaluate(String expression) {
        JsonObject result = call(
                "Runtime.evaluate",
                JsonValues.object()
                        .add("expression", "Promise.resolve(" + expression + ").then(String)")
                        .add("awaitPromise", true)
                        .add("returnByValue", true)
                        .build());
        if (result.containsKey("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.getJsonObject("result").getString("value");
    }

    /** Waits until an expression is true, looking again at every frame that the page draws. */
    public void await(String condition) {
        evaluate("new Promise(done => { const look = () => (" + condition
                + ") ? done() : setTimeout(look, 10); look(); })");
    }

    /** Presses and releases a key. */
    public void press(String key, String text) {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    JsonValues.object()
                            .add("type", type)
                            .add("key", key)
                            .add("windowsVirtualKeyCode", keyCode(key))
                            .add("text", type.equals("keyDown") ? text : "")
                            .build());
        }
    }

    private static int keyCode(String key) {
        return switch (key) {
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "ArrowUp" -> 38;
            case "ArrowDown" -> 40;
            default -> 0;
        };
    }

    /** Types text into what has the focus. */
    public void type(String text) {
        call("Input.insertText", JsonValues.object().add("text", text).build());
    }

    /** Makes the window so big, and prefers light or dark. */
    public void look(int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                JsonValues.object()
                        .add("width", width)
                        .add("height", height)
                        .add("deviceScaleFactor", 1)
                        .add("mobile", width < 600)
                        .build());
        call(
                "Emulation.setEmulatedMedia",
                JsonValues.object()
                        .add(
                                "features",
                                JsonValues.array()
                                        .add(JsonValues.object()
                                                .add("name", "prefers-color-scheme")
                                                .add("value", dark ? "dark" : "light")))
                        .build());
    }

    /** Lets scripts run or not, from the next page on. */
    public void scripts(boolean run) {
        call(
                "Emulation.setScriptExecutionDisabled",
                JsonValues.object().add("value", !run).build());
    }

    /** Calls a method of the protocol for the page. */
    public JsonObject call(String method, JsonObject parameters) {
        return call(method, parameters, session);
    }

    /** Returns what the console complained about so far: errors, warnings, exceptions, what could not be loaded. */
    public List<String> complaints() {
        return new ArrayList<>(complaints);
    }

    private JsonObject call(String method, JsonObject parameters, String inSession) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> reply = new CompletableFuture<>();
        replies.put(id, reply);
        var message = JsonValues.object().add("id", id).add("method", method).add("params", parameters);
        if (inSession != null) {
            message.add("sessionId", inSession);
        }
        try {
            requests.write((JsonValues.toText(message.build()) + '\0').getBytes(StandardCharsets.UTF_8));
            requests.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the browser has ended", e);
        }
        JsonObject answer = await(reply);
        if (answer.containsKey("error")) {
            throw new IllegalStateException(method + ": " + answer.get("error"));
        }
        return answer.getJsonObject("result");
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Reads messages, each of which ends with a zero. */
    private void read() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != 0) {
                    message.write(b);
                } else {
                    received((JsonObject) JsonText.parse(message.toString(StandardCharsets.UTF_8)));
                    message.reset();
                }
            }
        } catch (IOException e) {
            complaints.add("the connection to the browser broke: " + e);
        }
    }

    private void received(JsonObject message) {
        if (message.containsKey("id")) {
            CompletableFuture<JsonObject> reply = replies.remove(message.getInt("id"));
            if (reply != null) {
                reply.complete(message);
            }
            return;
        }
        JsonObject parameters = message.getJsonObject("params");
        switch (message.getString("method")) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(parameters.getString("type"))) {
                    complaints.add(parameters.toString());
                }
            }
            case "Log.entryAdded", "Network.loadingFailed" -> complaints.add(parameters.toString());
            default -> {
                // Nothing that anybody waits for.
            }
        }
    }

    @Override
    public void close() throws IOException {
        call("Browser.close", JsonValues.EMPTY_OBJECT, null);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (UncheckedIOException e) {
            // Its last child was still writing; the directory is a temporary one.
        }
    }
}
