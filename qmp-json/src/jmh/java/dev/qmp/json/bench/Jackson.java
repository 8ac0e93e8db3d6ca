package dev.qmp.json.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Jackson's tree model. */
final class Jackson implements Codec {
    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public Object parse(byte[] message) throws IOException {
        return mapper.readTree(message);
    }

    @Override
    public Object write(Object tree) throws IOException {
        return mapper.writeValueAsBytes((JsonNode) tree);
    }
}
