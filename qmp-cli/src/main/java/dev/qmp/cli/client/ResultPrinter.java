package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.usage.Printable;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.cli.usage.Terminal;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAddress;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

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

    ResultPrinter(Arguments arguments, boolean many) {
        this.pretty = arguments.flag("--pretty");
        this.raw = arguments.flag("--raw");
        this.escapes = !arguments.flag("--unescaped") || Terminal.is(Terminal.Stream.OUT);
        this.jsonLines = arguments.flag("--json-lines");
        this.many = many;
        this.selection = Selection.of(arguments.text("--select"));
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

    private void one(QmpAddress address, String name, JsonValue value) {
        if (jsonLines) {
            JsonObject line = JsonValues.object()
                    .add("address", address.toString())
                    .add(name, value)
                    .build();
            StandardOutput.json(line, false);
            return;
        }
        if (many) {
            System.out.print(Printable.line(address.toString()) + (pretty ? ":\n" : ": "));
        }
        String text = raw ? JsonValues.text(value) : null;
        if (text == null) {
            StandardOutput.json(value, pretty);
        } else {
            String shown = escapes ? Printable.text(text) : text;
            System.out.print(shown.endsWith("\n") ? shown : shown + "\n");
        }
    }
}
