package dev.qmp.qapi.bench;

import dev.qmp.json.JsonMessageWriter;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The checks of a running server against QEMU's schema, and the sending of its introspection. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ValidateBenchmark {
    private Validator validator;
    private Command none;
    private Command blockdevAdd;
    private JsonObject empty;
    private JsonObject nested;
    private JsonArray introspection;
    private JsonMessageWriter writer;

    @Setup
    public void setUp() {
        Schema schema =
                SchemaCompiler.create().withDocs(DocsMode.OFF).compile(SchemaSource.file(QemuSchema.root("7.2")));
        validator = Validator.of(schema, CompatPolicy.ACCEPT);
        none = schema.command("query-status").orElseThrow();
        blockdevAdd = schema.command("blockdev-add").orElseThrow();
        empty = JsonText.parse("{}").asJsonObject();
        nested = JsonText.parse("{\"driver\": \"qcow2\", \"node-name\": \"disk0\", \"read-only\": true,"
                        + " \"cache\": {\"direct\": true}, \"file\": {\"driver\": \"file\","
                        + " \"filename\": \"/var/lib/images/disk0.qcow2\"}, \"refcount-cache-size\": 1048576}")
                .asJsonObject();
        introspection = Introspection.of(schema);
        writer = JsonMessageWriter.compact();
    }

    @Benchmark
    public void checkNoArguments() {
        validator.checkArguments(none, empty);
    }

    @Benchmark
    public void checkNestedUnion() {
        validator.checkArguments(blockdevAdd, nested);
    }

    @Benchmark
    public int sendIntrospection() {
        writer.clear();
        writer.beginObject().name("return").value(introspection).endObject().endMessage();
        return writer.size();
    }
}
