package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import jakarta.json.JsonValue;

/** A scalar of ours, which knows its text. Thread: implementations are immutable. */
interface Printable extends JsonValue {
    /** Appends the value's text. */
    void print(Output out);
}
