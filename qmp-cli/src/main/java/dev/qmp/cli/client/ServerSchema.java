package dev.qmp.cli.client;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a server says about its commands; requested in the background, because a server may be busy.
 *
 * <p>Thread: safe for use by any thread.
 */
public final class ServerSchema {
    private volatile CompletableFuture<Optional<Schema>> answer = CompletableFuture.completedFuture(Optional.empty());

    /** Makes a schema that is unknown until it is requested. */
    public ServerSchema() {}

    /**
     * Requests the schema.
     *
     * @param client the connection to the server
     */
    public void request(QmpClient client) {
        answer = client.execute("query-qmp-schema").handleAsync(ServerSchema::read);
    }

    private static Optional<Schema> read(@Nullable JsonValue value, @Nullable Throwable failure) {
        try {
            if (value instanceof JsonArray list) {
                return Optional.of(Introspection.toSchema(list));
            }
        } catch (SchemaException e) {
            return Optional.empty();
        }
        if (failure == null || failure instanceof QmpCommandException) {
            return Optional.empty(); // a server older than introspection
        }
        throw failure instanceof CompletionException passedOn ? passedOn : new CompletionException(failure);
    }

    /**
     * Waits for the schema as long as the connection lasts.
     *
     * @return the schema; empty if the server has none that can be understood
     * @throws FailedException if the connection ends
     */
    Optional<Schema> await() {
        return Connections.await(answer);
    }

    /**
     * Waits some time for the schema.
     *
     * @param time how long
     * @return the schema; empty if it has not arrived
     */
    public Optional<Schema> await(Duration time) {
        try {
            return answer.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /**
     * Waits some time for the description of a command.
     *
     * @param name the command
     * @param time how long
     * @return the command; empty if the schema has not arrived or does not have it
     */
    public Optional<Command> command(String name, Duration time) {
        return await(time).flatMap(schema -> schema.command(name));
    }
}
