package dev.qmp.cli.client;

import dev.qmp.cli.usage.FailedException;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpCallOptions;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
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

    private volatile boolean namesAlone;

    /** Makes a schema that is unknown until it is requested. */
    public ServerSchema() {}

    /**
     * Requests the schema.
     *
     * @param client the connection to the server
     */
    public void request(QmpClient client) {
        request(client, null);
    }

    /**
     * Requests the schema, and gives up after some time.
     *
     * @param client the connection to the server
     * @param timeout how long to wait for it; null for as long as the connection lasts
     */
    void request(QmpClient client, @Nullable Duration timeout) {
        CompletableFuture<JsonValue> reply = timeout == null
                ? client.execute("query-qmp-schema")
                : client.execute("query-qmp-schema", JsonValues.EMPTY_OBJECT, QmpCallOptions.DEFAULT.within(timeout));
        answer = reply.handleAsync(ServerSchema::read);
    }

    /**
     * Takes a schema that is known without asking the server.
     *
     * @param schema the schema
     */
    public void use(Schema schema) {
        answer = CompletableFuture.completedFuture(Optional.of(schema));
    }

    /**
     * Tells whether only the names of commands are known, not their arguments.
     *
     * @return true if {@link #requestOfAgent} asked for them
     */
    public boolean hasNamesAlone() {
        return namesAlone;
    }

    /**
     * Requests the commands of a guest agent, which does not describe their arguments.
     *
     * @param client the connection to the agent
     */
    public void requestOfAgent(QmpClient client) {
        namesAlone = true;
        answer = client.execute("guest-info")
                .thenApply(info ->
                        info instanceof JsonObject object ? JsonValues.arrayOrNull(object, "supported_commands") : null)
                .thenApply(ServerSchema::ofNames)
                .exceptionally(failure -> Optional.empty());
    }

    private static Optional<Schema> ofNames(@Nullable JsonArray commands) {
        JsonArrayBuilder list = JsonValues.array();
        list.add(JsonValues.object()
                .add("name", "0")
                .add("meta-type", "object")
                .add("members", JsonValues.array().build())
                .build());
        for (JsonValue command : commands == null ? List.<JsonValue>of() : commands) {
            String name = command instanceof JsonObject object ? JsonValues.stringOrNull(object, "name") : null;
            if (name != null) {
                list.add(JsonValues.object()
                        .add("name", name)
                        .add("meta-type", "command")
                        .add("arg-type", "0")
                        .add("ret-type", "0")
                        .build());
            }
        }
        try {
            return Optional.of(Introspection.toSchema(list.build()));
        } catch (SchemaException e) {
            return Optional.empty();
        }
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
