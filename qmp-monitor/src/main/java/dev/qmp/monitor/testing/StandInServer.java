package dev.qmp.monitor.testing;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.Monitor;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.monitor.internal.standin.Emitter;
import dev.qmp.monitor.journal.Journal;
import dev.qmp.monitor.spi.VersionInfo;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.replies.Replies;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in's server from one start to its end.
 *
 * <p>Thread: safe for use by any thread.
 */
final class StandInServer implements AutoCloseable {
    private final Journal journal = Journal.inMemory();
    private final Monitors monitors;
    private final Monitor monitor;
    private final Emitter emitter;

    /**
     * What a server is made of.
     *
     * @param schema configures the commands
     * @param replies the script
     * @param version the version in the greeting; null for the usual one
     */
    record Plan(
            Consumer<CommandTable.Builder> schema,
            Map<String, JsonValue> replies,
            @Nullable VersionInfo version) {
        /** Returns the same plan with a schema that need not be compiled again. */
        Plan withSchema(Schema known) {
            return new Plan(table -> table.replaceSchema(known), replies, version);
        }
    }

    /** Starts. */
    StandInServer(Plan plan, String address) {
        JsonObjectBuilder replies = JsonValues.object();
        plan.replies().forEach(replies::add);
        MonitorsBuilder builder = Monitors.builder()
                .standInCommands()
                .journal(journal)
                .flushTime(Duration.ZERO)
                .commands(table -> table.docs(DocsMode.OFF).replies(replies.build()))
                .commands(plan.schema());
        if (plan.version() != null) {
            builder.version(plan.version());
        }
        monitors = builder.build();
        try {
            monitor = monitors.listen(address);
            monitors.start();
        } catch (Throwable e) {
            monitors.close();
            throw e;
        }
        emitter = new Emitter(monitors::commands, monitors.events());
    }

    Journal journal() {
        return journal;
    }

    Emitter emitter() {
        return emitter;
    }

    Monitor monitor() {
        return monitor;
    }

    Schema schema() {
        return monitors.commands().schema();
    }

    /** Returns the device as it describes itself, with the port that it really has. */
    String device() {
        return monitors.devices().find(monitor.label()).orElseThrow().filename();
    }

    Replies script() {
        return monitors.replies().orElseThrow();
    }

    @Override
    public void close() {
        monitors.close();
        journal.close();
    }
}
