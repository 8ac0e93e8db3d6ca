package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.usage.Printable;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.cli.usage.Terminal;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.JsonValues;
import dev.qmp.json.LineEnd;
import dev.qmp.monitor.client.QmpAddress;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Prints what servers return or announce, as the options say: indented or not, a part of it, with the address before it if there are many.
 *
 * <p>Thread: guarded by its own monitor.
 */
final class ResultPrinter {
    private final boolean pretty;
    private final boolean raw;
    private final boolean escapes;
    private final boolean jsonLines;
    private final boolean many;
    private final Selection selection;
    private final @Nullable Painter painter;

    ResultPrinter(Arguments arguments, boolean many) {
        this.pretty = arguments.flag("--pretty");
        this.raw = arguments.flag("--raw");
        this.escapes = !arguments.flag("--unescaped") || Terminal.is(Terminal.Stream.OUT);
        this.jsonLines = arguments.flag("--json-lines");
        this.many = many;
        this.selection = Selection.of(arguments.text("--select"));
        this.painter = Terminal.hasColours(Terminal.Stream.OUT) ? new Painter(true) : null;
        if (pretty && (arguments.flag("--compact") || jsonLines)) {
            throw new UsageException("--pretty is the opposite of --compact and --json-lines");
        }
    }

    /** Prints what a server returned, and makes it visible. */
    synchronized void result(QmpAddress address, String name, JsonValue value) {
        for (JsonValue part : selection.in(value)) {
            one(address, name, part);
        }
        StandardOutput.flush();
    }

    /** Prints why a server returned nothing, if that is wanted as a line among the others; returns whether it is. */
    synchronized boolean failure(QmpAddress address, String reason) {
        if (!jsonLines) {
            return false;
        }
        one(address, "error", JsonValues.string(reason));
        StandardOutput.flush();
        return true;
    }

    private void json(JsonValue value, boolean indented) {
        if (painter == null) {
            StandardOutput.json(value, indented);
            return;
        }
        JsonMessageWriter writer =
                indented ? JsonMessageWriter.pretty(LineEnd.LF) : JsonMessageWriter.compact(LineEnd.LF);
        writer.value(value).endMessage();
        System.out.print(painter.json(new String(writer.toByteArray(), StandardCharsets.US_ASCII)));
    }

    private void one(QmpAddress address, String name, JsonValue value) {
        if (jsonLines) {
            JsonObject line = JsonValues.object()
                    .add("address", address.toString())
                    .add(name, value)
                    .build();
            json(line, false);
            return;
        }
        if (many) {
            System.out.print(Printable.line(address.toString()) + (pretty ? ":\n" : ": "));
        }
        String text = raw ? JsonValues.text(value) : null;
        if (text == null) {
            json(value, pretty);
        } else {
            String shown = escapes ? Printable.text(text) : text;
            System.out.print(shown.endsWith("\n") ? shown : shown + "\n");
        }
    }
}
