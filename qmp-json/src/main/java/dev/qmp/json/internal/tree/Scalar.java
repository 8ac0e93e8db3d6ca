package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import jakarta.json.JsonValue;

/** This library's strings and numbers. A class, because instanceof on classes is faster. Thread: immutable. */
abstract class Scalar implements JsonValue {
    /** Appends the value's text. */
    abstract void print(Output out);

    @Override
    public abstract String toString();
}
