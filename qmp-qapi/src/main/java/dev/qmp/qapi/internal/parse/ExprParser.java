package dev.qmp.qapi.internal.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses values of the surface syntax.
 *
 * <p>Thread: confined to one compilation.
 */
final class ExprParser {
    /** Deeper nesting than this is refused before it exhausts the stack; no definition needs more than ten. */
    private static final int MAX_DEPTH = 500;

    private final Lexer lexer;
    private @Nullable Map<String, Expr> outermost;
    private int depth;

    ExprParser(Lexer lexer) {
        this.lexer = lexer;
    }

    /** Parses the value at the current token, and moves to the token after it. */
    Expr value() {
        outermost = null;
        depth = 0;
        return nested();
    }

    /** Returns the name of the definition that a syntax error cut short, null if its name was not read. */
    @Nullable
    String lostName() {
        if (outermost != null) {
            for (Expr value : outermost.values()) {
                if (value instanceof Expr.Text text) {
                    return text.value();
                }
            }
        }
        return null;
    }

    private Expr nested() {
        switch (lexer.kind()) {
            case '{' -> {
                return descend(true);
            }
            case '[' -> {
                return descend(false);
            }
            case Lexer.STRING -> {
                Expr text = new Expr.Text(lexer.text());
                lexer.next();
                return text;
            }
            case Lexer.TRUE, Lexer.FALSE -> {
                Expr flag = new Expr.Flag(lexer.kind() == Lexer.TRUE);
                lexer.next();
                return flag;
            }
            default -> throw lexer.error("expected '{', '[', string, or boolean");
        }
    }

    private Expr descend(boolean object) {
        if (++depth > MAX_DEPTH) {
            throw lexer.error("nested too deeply");
        }
        lexer.next();
        Expr value = object ? fields() : items();
        depth--;
        return value;
    }

    private Expr fields() {
        Map<String, Expr> fields = new LinkedHashMap<>();
        if (outermost == null) {
            outermost = fields;
        }
        if (lexer.kind() == '}') {
            lexer.next();
            return new Expr.Fields(fields);
        }
        if (lexer.kind() != Lexer.STRING) {
            throw lexer.error("expected string or '}'");
        }
        while (true) {
            String key = lexer.text();
            lexer.next();
            if (lexer.kind() != ':') {
                throw lexer.error("expected ':'");
            }
            lexer.next();
            if (fields.containsKey(key)) {
                throw lexer.error("duplicate key '" + key + "'");
            }
            fields.put(key, nested());
            if (lexer.kind() == '}') {
                lexer.next();
                return new Expr.Fields(fields);
            }
            if (lexer.kind() != ',') {
                throw lexer.error("expected ',' or '}'");
            }
            lexer.next();
            if (lexer.kind() != Lexer.STRING) {
                throw lexer.error("expected string");
            }
        }
    }

    private Expr items() {
        List<Expr> items = new ArrayList<>();
        if (lexer.kind() == ']') {
            lexer.next();
            return new Expr.Items(items);
        }
        if ("{['tf".indexOf(lexer.kind()) < 0) {
            throw lexer.error("expected '{', '[', ']', string, or boolean");
        }
        while (true) {
            items.add(nested());
            if (lexer.kind() == ']') {
                lexer.next();
                return new Expr.Items(items);
            }
            if (lexer.kind() != ',') {
                throw lexer.error("expected ',' or ']'");
            }
            lexer.next();
        }
    }
}
