package dev.qmp.json.bench;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;

/** Gson's tree model, which reads and prints strings. */
final class GsonCodec implements Codec {
    private final Gson gson = new Gson();

    @Override
    public Object parse(byte[] message) {
        return JsonParser.parseString(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public Object write(Object tree) {
        return gson.toJson((JsonElement) tree).getBytes(StandardCharsets.UTF_8);
    }
}
