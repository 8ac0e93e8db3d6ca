package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;

/** A string kept as a Java string. Thread: immutable, safe to share. */
final class DecodedText extends TextValue {
    private final String text;

    DecodedText(String text) {
        this.text = text;
    }

    @Override
    public String getString() {
        return text;
    }

    @Override
    void print(Output out) {
        out.quoted(text);
    }
}
