package dev.qmp.cli.shell;

import dev.qmp.monitor.client.QmpClient;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the server says of its commands; asked for in the background, since a server may be busy.
 *
 * <p>Thread: safe to share.
 */
final class ServerSchema {
    private volatile CompletableFuture<Optional<Schema>> answer = CompletableFuture.completedFuture(Optional.empty());

    /** Asks. */
    void fetch(QmpClient client) {
        answer = client.execute("query-qmp-schema")
                .handleAsync((value, failure) -> failure == null ? read(value) : Optional.empty());
    }

    private static Optional<Schema> read(JsonValue value) {
        try {
            return value instanceof JsonArray list ? Optional.of(Introspection.toSchema(list)) : Optional.empty();
        } catch (SchemaException e) {
            return Optional.empty();
        }
    }

    /** Returns the schema if it comes within some time. */
    Optional<Schema> await(long millis) {
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns a command if the schema came within some time and has it. */
    Optional<Command> command(String name, long millis) {
        return await(millis).flatMap(schema -> schema.command(name));
    }
}
