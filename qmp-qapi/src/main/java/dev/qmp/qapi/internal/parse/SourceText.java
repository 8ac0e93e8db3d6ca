package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.internal.diag.SchemaError;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a file into text with plain line ends. */
final class SourceText {
    private SourceText() {}

    /** Decodes a file; refuses one that is not UTF-8, with the place. */
    static String decode(byte[] bytes, String file, @Nullable SourceInfo includedFrom) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            int valid = validLength(bytes);
            if (valid < bytes.length) {
                String before = plain(new String(bytes, 0, valid, StandardCharsets.UTF_8));
                int lineStart = before.lastIndexOf('\n') + 1;
                int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
                int column = Lexer.column(before, lineStart, before.length());
                throw new SchemaError(Diagnostic.error(new SourceInfo(file, line, includedFrom), column, "not UTF-8"));
            }
        }
        return plain(text);
    }

    private static String plain(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** Returns how many bytes come before the first that is not UTF-8. */
    private static int validLength(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        return in.position();
    }
}
