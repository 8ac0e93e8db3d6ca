package dev.qmp.qapi.bench;

import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import jakarta.json.JsonArray;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** QEMU's schema from files to a checked model, and from the model to introspection; also the first time in a process. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
public class LoadBenchmark {
    @Param({"10.1", "7.2"})
    private String release;

    @Param({"OFF", "STRICT"})
    private DocsMode docs;

    private SchemaCompiler compiler;
    private SchemaSource source;
    private Schema schema;

    @Setup
    public void setUp() {
        // The documentation of 7.2 is not of the level that STRICT wants.
        DocsMode possible = release.equals("7.2") && docs == DocsMode.STRICT ? DocsMode.WARN : docs;
        compiler = SchemaCompiler.create().withDocs(possible);
        source = SchemaSource.file(QemuSchema.root(release));
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 5, time = 2)
    @Measurement(iterations = 5, time = 2)
    public Schema load() {
        return compiler.compile(source);
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(10)
    public Schema loadOnce() {
        return compiler.compile(source);
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 5, time = 2)
    @Measurement(iterations = 5, time = 2)
    public JsonArray loadAndIntrospect() {
        schema = compiler.compile(source);
        return Introspection.of(schema);
    }
}
