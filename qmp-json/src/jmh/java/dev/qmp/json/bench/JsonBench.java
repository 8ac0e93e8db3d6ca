package dev.qmp.json.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Bytes to tree, tree to bytes: one message an operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBench {
    @Param({"requests", "introspection", "mix", "mix without doubles"})
    public String document;

    @Param({"jackson"})
    public String library;

    private byte[][] messages;
    private Object[] trees;
    private Codec codec;
    private int next;

    /** Prepares the messages and their trees. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        codec = Codec.of(library);
        List<byte[]> all = Documents.of(document);
        messages = all.toArray(new byte[0][]);
        trees = new Object[messages.length];
        for (int i = 0; i < trees.length; i++) {
            trees[i] = codec.parse(messages[i]);
        }
    }

    private int turn() {
        int i = next;
        next = i + 1 == messages.length ? 0 : i + 1;
        return i;
    }

    @Benchmark
    public Object parse() throws IOException {
        return codec.parse(messages[turn()]);
    }

    @Benchmark
    public Object write() throws IOException {
        return codec.write(trees[turn()]);
    }
}
