package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Output;
import jakarta.json.JsonValue;

/** A string or a number of ours, which knows its text. A class, for tests against classes are cheaper than against interfaces. Thread: immutable. */
abstract class Scalar implements JsonValue {
    /** Appends the value's text. */
    abstract void print(Output out);

    @Override
    public abstract String toString();
}
