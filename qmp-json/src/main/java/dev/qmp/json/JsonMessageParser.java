package dev.qmp.json;

import dev.qmp.json.internal.parse.MessageScanner;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Reads a stream of JSON messages as a QMP monitor does, fed with bytes in pieces of any size.
 *
 * <p>A message is any JSON value of the dialect (see the package). It ends with its last bracket or quote; a number or word at top level
 * ends with the byte after it. Each message, and each error, is handed to the handler once and in order, with the context given at
 * construction; how the input was cut into pieces makes no difference. No input makes the parser throw. After an error in the bytes
 * themselves reading resumes at the next line, control character, bracket, colon or comma, as on the monitor: a peer that sends the byte FF
 * before its message is understood whatever went before.
 *
 * <p>Values are built as the bytes arrive; memory is bounded by the {@link JsonLimits}. Thread: confined to the thread that feeds it.
 *
 * @param <C> the type of the context
 */
public final class JsonMessageParser<C> {
    private static final int PIECE = 8192;
    private static final int BYTES_PER_TOKEN = 32;

    private final MessageScanner scanner;
    private byte[] piece = new byte[0];

    /**
     * Makes a parser with the default limits.
     *
     * @param context handed back with each call of the handler; the parser never uses it
     * @param handler takes messages and errors
     */
    public JsonMessageParser(C context, MessageHandler<? super C> handler) {
        this(context, handler, JsonLimits.DEFAULT);
    }

    /**
     * Makes a parser.
     *
     * @param context handed back with each call of the handler; the parser never uses it
     * @param handler takes messages and errors
     * @param limits what one message may cost
     */
    public JsonMessageParser(C context, MessageHandler<? super C> handler, JsonLimits limits) {
        Objects.requireNonNull(handler, "handler");
        MessageScanner.Sink sink = new MessageScanner.Sink() {
            @Override
            public void message(JsonValue value) {
                handler.message(context, value);
            }

            @Override
            public void error(String description, long offset) {
                handler.error(context, new JsonError(description, offset));
            }
        };
        scanner = new MessageScanner(sink, limits.tokenBytes(), limits.tokenCount(), limits.nesting());
    }

    /**
     * Reads bytes and hands over the messages that they complete. All bytes are consumed, unless the handler calls {@link #pause} or
     * throws; the buffer's position is then just after the last byte consumed. The buffer may be reused at once.
     *
     * @param bytes any buffer, direct ones and read-only ones too
     */
    public void feed(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int start = bytes.arrayOffset();
            try {
                scanner.feed(bytes.array(), start + bytes.position(), start + bytes.limit());
            } finally {
                bytes.position(scanner.cursor() - start);
            }
            return;
        }
        do {
            int n = Math.min(bytes.remaining(), PIECE);
            if (piece.length < n) {
                piece = new byte[n];
            }
            int start = bytes.position();
            bytes.get(piece, 0, n);
            try {
                scanner.feed(piece, 0, n);
            } finally {
                bytes.position(start + scanner.cursor());
            }
        } while (bytes.hasRemaining() && !scanner.paused());
    }

    /**
     * Reads bytes as {@link #feed(ByteBuffer)} does.
     *
     * @param bytes the array, which may be reused at once
     * @return how many bytes were consumed: all of them, unless the handler called {@link #pause}
     */
    public int feed(byte[] bytes) {
        scanner.feed(bytes, 0, bytes.length);
        return scanner.cursor();
    }

    /**
     * Makes {@code feed} return after the message being delivered, without consuming further bytes. The byte that ended a number or word
     * at top level is not consumed then, so no other message can come out of it. Only to be called by the handler; without effect while
     * flushing.
     */
    public void pause() {
        scanner.pause();
    }

    /**
     * Estimates the memory that the message delivered last takes as a value: the bytes of its tokens and an object for each of them.
     * To be asked by the handler, in {@link MessageHandler#message}.
     *
     * @return bytes; of the message before if there was an error since
     */
    public long messageSize() {
        return scanner.deliveredBytes() + (long) BYTES_PER_TOKEN * scanner.deliveredTokens();
    }

    /**
     * Estimates the memory that the message which has begun and is not complete takes, with what a long string in it needs once it is
     * complete.
     *
     * @return bytes; 0 between messages
     */
    public long unfinishedSize() {
        return scanner.unfinishedBytes() + (long) BYTES_PER_TOKEN * scanner.unfinishedTokens();
    }

    /**
     * Ends the input: a number or word at top level is complete, anything else unfinished is reported as an error. The parser can be fed
     * again afterwards. A monitor never does this: what a peer leaves unfinished vanishes.
     */
    public void flush() {
        scanner.flush();
    }

    /** Discards all that was fed, as if the parser were new. */
    public void reset() {
        scanner.reset();
        piece = new byte[0];
    }
}
