package dev.qmp.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.client.QmpClient;
import dev.qmp.monitor.client.QmpCommandException;
import dev.qmp.monitor.client.QmpTimeoutException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated clients, compiled and run. */
class TypedClientTest {
    private static final String SCHEMA = "{ 'struct': 'Lamp', 'data': { 'name': 'str', 'on': 'bool' } } "
            + "{ 'command': 'lamp-switch', 'data': { 'name': 'str' }, 'returns': 'Lamp' } "
            + "{ 'command': 'lamp-reset', 'allow-oob': true } { 'command': 'lamp-hang' }";

    @TempDir
    Path directory;

    private Class<?> type;

    @BeforeEach
    void generate() throws Exception {
        SchemaGenerator.named("java")
                .generate(
                        SchemaCompiler.create().compile(SchemaSource.text("lamp.json", SCHEMA)),
                        Map.of("package", "lamp", "side", "client"),
                        directory);
        Path classes = directory.resolve("classes");
        try (Stream<Path> files = Files.list(directory.resolve("lamp"))) {
            String[] arguments = Stream.concat(
                            Stream.of(
                                    "-proc:none",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")
                                            + File.pathSeparator
                                            + System.getProperty("jdk.module.path", "")),
                            files.map(Path::toString))
                    .toArray(String[]::new);
            int status = ToolProvider.findFirst("javac").orElseThrow().run(System.err, System.err, arguments);
            assertThat(status).isZero();
        }
        URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
        type = loader.loadClass("lamp.LampClient");
    }

    private static String answer(String line) {
        if (line.contains("lamp-hang")) {
            return "";
        }
        if (line.contains("\"broken\"")) {
            return "{\"error\": {\"class\": \"GenericError\", \"desc\": \"it is broken\"}, \"id\": $ID}";
        }
        return line.contains("lamp-switch")
                ? "{\"return\": {\"name\": \"a\", \"on\": true}, \"id\": $ID}"
                : "{\"return\": {}, \"id\": $ID}";
    }

    private static Object call(Object target, String method, Object... arguments) throws Throwable {
        Class<?>[] types = new Class<?>[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i].getClass();
        }
        try {
            return target.getClass().getMethod(method, types).invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void callsAreTypedBlockingAndNot() throws Throwable {
        Path socket = directory.resolve("s");
        try (FakeServer server = FakeServer.monitor(socket, TypedClientTest::answer);
                QmpClient client = QmpClient.connect(new QmpAddress.Unix(socket))) {
            Object calls = type.getConstructor(QmpClient.class).newInstance(client);
            CompletableFuture<?> future = (CompletableFuture<?>) call(calls, "lampSwitch", "a");
            assertThat(future.get(1, TimeUnit.MINUTES)).hasToString("Lamp[name=a, on=true]");

            Object blocking = call(calls, "blocking");
            assertThat(call(blocking, "lampSwitch", "a")).hasToString("Lamp[name=a, on=true]");
            assertThat(call(blocking, "lampResetOob")).isNull();
            assertThat(server.requests().get(2)).contains("\"exec-oob\": \"lamp-reset\"");
            assertThatThrownBy(() -> call(blocking, "lampSwitch", "broken"))
                    .isInstanceOf(QmpCommandException.class)
                    .hasMessage("lamp-switch at unix:" + socket + ": it is broken");
            assertThatThrownBy(() -> call(call(blocking, "within", Duration.ofMillis(20)), "lampHang"))
                    .isInstanceOf(QmpTimeoutException.class)
                    .hasMessage("lamp-hang at unix:" + socket + ": no reply within 20 ms");
            CompletableFuture<?> late =
                    (CompletableFuture<?>) call(call(calls, "within", Duration.ofMillis(20)), "lampHang");
            assertThatThrownBy(() -> late.get(1, TimeUnit.MINUTES)).hasRootCauseInstanceOf(QmpTimeoutException.class);
        }
    }
}
