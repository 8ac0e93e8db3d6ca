package dev.qmp.json.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;

/** Jackson's parser fed in pieces, its tokens collected and made into a tree. */
final class JacksonNonBlocking implements Codec {
    private final int piece;
    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonFactory factory = mapper.getFactory();

    JacksonNonBlocking(int piece) {
        this.piece = piece;
    }

    @Override
    public Object parse(byte[] message) throws IOException {
        try (JsonParser parser = factory.createNonBlockingByteArrayParser();
                TokenBuffer tokens = new TokenBuffer(mapper, false)) {
            ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
            int depth = 0;
            for (int from = 0; from < message.length; from += Math.min(piece, message.length)) {
                feeder.feedInput(message, from, from + Math.min(piece, message.length - from));
                JsonToken token = parser.nextToken();
                while (token != JsonToken.NOT_AVAILABLE) {
                    tokens.copyCurrentEvent(parser);
                    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                    if (depth == 0) {
                        break;
                    }
                    token = parser.nextToken();
                }
            }
            try (JsonParser replay = tokens.asParser()) {
                return mapper.readTree(replay);
            }
        }
    }

    @Override
    public Object write(Object tree) {
        throw new UnsupportedOperationException();
    }
}
