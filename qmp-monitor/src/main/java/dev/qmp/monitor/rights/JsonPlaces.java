package dev.qmp.monitor.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.json.JsonText;
import jakarta.json.JsonString;
import java.util.List;

/**
 * Finds where a value stands in a text that has been parsed already, so that it is known to be JSON.
 *
 * <p>Thread: confined to its owner.
 */
final class JsonPlaces {
    private final byte[] text;
    private int at;

    private JsonPlaces(byte[] text) {
        this.text = text;
    }

    /**
     * Finds a value.
     *
     * @param text one value
     * @param path names of members and indices of elements, from the outside
     * @return the index of its first byte
     */
    static long of(byte[] text, List<Object> path) {
        JsonPlaces places = new JsonPlaces(text);
        places.blanks();
        for (Object step : path) {
            places.enter(step);
        }
        return places.at;
    }

    private void enter(Object step) {
        at++;
        blanks();
        for (int index = 0; ; index++) {
            boolean found;
            if (step instanceof String name) {
                int start = at;
                skipString();
                JsonString key = (JsonString) JsonText.parse(new String(text, start, at - start, UTF_8));
                found = key.getString().equals(name);
                blanks();
                at++; // the colon
                blanks();
            } else {
                found = step.equals(index);
            }
            if (found) {
                return;
            }
            skipValue();
            blanks();
            at++; // the comma
            blanks();
        }
    }

    private void skipValue() {
        int depth = 0;
        do {
            byte b = text[at];
            if (b == '"' || b == '\'') {
                skipString();
            } else if (b == '{' || b == '[') {
                depth++;
                at++;
            } else if (b == '}' || b == ']') {
                depth--;
                at++;
            } else {
                at++;
            }
        } while (depth > 0 || !endsHere());
    }

    /** Whether a value that is not open any more has ended: what follows is not part of a word or number. */
    private boolean endsHere() {
        return at >= text.length || " \t\r\n,:}]".indexOf(text[at]) >= 0;
    }

    private void skipString() {
        byte quote = text[at++];
        while (text[at] != quote) {
            at += text[at] == '\\' ? 2 : 1;
        }
        at++;
    }

    private void blanks() {
        while (at < text.length && text[at] >= 0 && text[at] <= ' ') {
            at++;
        }
    }
}
