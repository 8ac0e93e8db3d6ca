package org.example.lamps;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A client of the lamps' server: one command at a time. */
public final class Lamps implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader in;
    private final Queue<JsonObject> events = new ArrayDeque<>();
    private int id;

    public Lamps(SocketAddress server) throws IOException {
        channel = SocketChannel.open(server);
        in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        if (!receive().containsKey("QMP")) {
            throw new IOException("this is not a QMP server");
        }
        execute("qmp_capabilities", JsonValue.EMPTY_JSON_OBJECT);
    }

    public List<String> names() throws IOException {
        return execute("query-lamps", JsonValue.EMPTY_JSON_OBJECT).asJsonArray().stream()
                .map(lamp -> lamp.asJsonObject().getString("name"))
                .toList();
    }

    public void paint(String lamp, String colour) throws IOException {
        execute("lamp-paint", Json.createObjectBuilder().add("name", lamp).add("colour", colour).build());
    }

    /** Waits until some lamp has a new colour; returns its name. */
    public String painted() throws IOException {
        while (true) {
            JsonObject event = events.isEmpty() ? receive() : events.remove();
            if (event.getString("event", "").equals("LAMP_PAINTED")) {
                return event.getJsonObject("data").getString("name");
            }
        }
    }

    private JsonValue execute(String command, JsonObject arguments) throws IOException {
        JsonObject request = Json.createObjectBuilder()
                .add("execute", command)
                .add("arguments", arguments)
                .add("id", ++id)
                .build();
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(request + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        while (true) {
            JsonObject message = receive();
            if (message.containsKey("event")) {
                events.add(message);
            } else if (message.getInt("id", 0) == id) {
                if (message.containsKey("error")) {
                    throw new IOException(message.getJsonObject("error").getString("desc"));
                }
                return message.get("return");
            }
        }
    }

    private JsonObject receive() throws IOException {
        String line = in.readLine();
        if (line == null || !line.endsWith("}")) {
            throw new EOFException("the server has closed the connection");
        }
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
