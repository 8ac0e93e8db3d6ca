package dev.qmp.cli.client;

import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.Printable;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpClientOptions;
import dev.qmp.monitor.client.QmpGreeting;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code qmp ls}. */
public final class LsCommand {
    private static final String PATTERNS =
            "/run/qemu/*.sock:/run/vms/*.sock:/var/lib/libvirt/qemu/*/monitor.sock:/var/run/qemu-server/*.qmp";

    /** What is known of a server that answers. */
    private record Row(String address, String name, String status, String version, long millis) {}

    private LsCommand() {}

    /**
     * Lists the servers that answer.
     *
     * @param arguments the command line after {@code ls}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return Invocation.run("ls", arguments, LsCommand::list);
    }

    private static int list(Arguments arguments) {
        Map<String, QmpAddress> addresses = addresses(arguments.argumentsFrom(0));
        QmpClientOptions options = Connections.options("ls", arguments, List.copyOf(addresses.values()))
                .outOfBand(false)
                .build();
        Duration timeout = arguments.seconds("--reply-timeout", Duration.ofSeconds(5));
        Map<String, Row> rows = new ConcurrentHashMap<>();
        int status = Servers.forEach(List.copyOf(addresses.values()), address -> {
            try {
                rows.put(address.toString(), ask(address, options, timeout));
            } catch (FailedException e) {
                ErrorLine.print("qmp ls: " + e.getMessage());
                throw e;
            }
        });
        List<Row> sorted = new ArrayList<>();
        for (String address : addresses.keySet()) {
            Row row = rows.get(address);
            if (row != null) {
                sorted.add(row);
            }
        }
        print(sorted, arguments.flag("--json-lines"));
        return status;
    }

    private static Map<String, QmpAddress> addresses(List<String> patterns) {
        boolean byDefault = patterns.isEmpty();
        String set = System.getenv("QMP_SOCKETS");
        List<String> wanted =
                byDefault ? List.of((set == null || set.isEmpty() ? PATTERNS : set).split(":")) : patterns;
        Map<String, QmpAddress> addresses = new LinkedHashMap<>();
        FailedException nothing = null;
        for (String pattern : wanted) {
            try {
                AddressPattern.expand(pattern).forEach(address -> addresses.put(address.toString(), address));
            } catch (FailedException e) {
                nothing = e;
            }
        }
        if (nothing != null && (addresses.isEmpty() || !byDefault)) {
            throw byDefault ? new FailedException("no socket matches " + String.join(":", wanted)) : nothing;
        }
        return addresses;
    }

    private static Row ask(QmpAddress address, QmpClientOptions options, Duration timeout) {
        long begin = System.nanoTime();
        try (QmpClient client = QmpClient.connect(address, options)) {
            String name = optional(client, "query-name", "name", timeout);
            String status = optional(client, "query-status", "status", timeout);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            return new Row(
                    address.toString(),
                    name,
                    status,
                    client.greeting().map(LsCommand::version).orElse("-"),
                    millis);
        } catch (IOException e) {
            throw new FailedException(String.valueOf(e.getMessage()));
        }
    }

    private static String version(QmpGreeting greeting) {
        return greeting.version().major() + "." + greeting.version().minor() + "."
                + greeting.version().micro();
    }

    /** Returns a member of what a command returns; a dash if the server does not have the command, or the member. */
    private static String optional(QmpClient client, String command, String member, Duration timeout) {
        try {
            JsonValue value = Connections.call(client, command, timeout);
            String text = value instanceof JsonObject object ? JsonValues.stringOrNull(object, member) : null;
            return text == null ? "-" : text;
        } catch (FailedException e) {
            if (e.status() == ExitStatus.LATE || !client.isConnected()) {
                throw e;
            }
            return "-";
        }
    }

    private static void print(List<Row> rows, boolean json) {
        if (json) {
            for (Row row : rows) {
                StandardOutput.json(
                        JsonValues.object()
                                .add("address", row.address)
                                .add("name", text(row.name))
                                .add("status", text(row.status))
                                .add("version", text(row.version))
                                .add("milliseconds", row.millis)
                                .build(),
                        false);
            }
            return;
        }
        int address = width("ADDRESS", rows.stream().map(Row::address).toList());
        int name = width("NAME", rows.stream().map(Row::name).toList());
        int status = width("STATUS", rows.stream().map(Row::status).toList());
        String format = "%-" + address + "s %-" + name + "s %-" + status + "s %-8s %5s%n";
        if (!rows.isEmpty()) {
            System.out.printf(format, "ADDRESS", "NAME", "STATUS", "VERSION", "TIME");
        }
        for (Row row : rows) {
            System.out.printf(
                    format,
                    Printable.line(row.address),
                    Printable.line(row.name),
                    Printable.line(row.status),
                    row.version,
                    row.millis + " ms");
        }
    }

    private static JsonValue text(String value) {
        return value.equals("-") ? JsonValue.NULL : JsonValues.string(value);
    }

    private static int width(String title, List<String> texts) {
        return texts.stream().mapToInt(text -> Printable.line(text).length()).reduce(title.length(), Math::max);
    }
}
