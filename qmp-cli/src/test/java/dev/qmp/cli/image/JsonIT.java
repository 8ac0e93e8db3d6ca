package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code qmp json}: the dialect as a filter. */
class JsonIT {
    @Test
    void writesEachValueOnALine() {
        assertFiltered(
                0,
                "{'single': \"quo\\u0074es\", 'n': [1, -0, 18446744073709551615, 1.0, 1e3, 0.1]}[]{}\n \"é\" true 12",
                """
                {"single": "quotes", "n": [1, 0, 18446744073709551615, 1.0, 1000.0, 0.1]}
                []
                {}
                "\\u00E9"
                true
                12
                """);
    }

    @Test
    void putsErrorsInTheirPlaceAndFails() {
        assertFiltered(1, "[1 2] {\"a\": nul} 'x' {\"end", """
                {"error": {"class": "GenericError", "desc": "JSON parse error, expected separator in list"}}
                {"error": {"class": "GenericError", "desc": "JSON parse error, invalid keyword 'nul'"}}
                "x"
                {"error": {"class": "GenericError", "desc": "JSON parse error, stray '\\"end'"}}
                """);
        assertFiltered(
                1,
                "[1,",
                "{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error, premature EOI\"}}\n");
        assertFiltered(
                1,
                "1e400",
                "{\"error\": {\"class\": \"GenericError\", "
                        + "\"desc\": \"JSON parse error, number out of range '1e400'\"}}\n");
    }

    @Test
    void indents() {
        assertFiltered(0, "{'a':[1,{}]}", "{\n    \"a\": [\n        1,\n        {\n        }\n    ]\n}\n", "--pretty");
    }

    @Test
    void answersInAConversation() throws IOException {
        Process filter = QmpImage.command("json").start();
        try (OutputStream in = filter.getOutputStream();
                InputStream out = filter.getInputStream()) {
            for (int i = 0; i < 3; i++) {
                in.write("['ping']".getBytes(UTF_8));
                in.flush();
                assertThat(new String(out.readNBytes(9), UTF_8)).isEqualTo("[\"ping\"]\n");
            }
        } finally {
            filter.destroyForcibly();
        }
    }

    /** A gigabyte of messages of a megabyte each, in a heap of 128. */
    @Test
    void filtersAGigabyteInASmallHeap() throws Exception {
        byte[] message = new byte[1_000_000];
        Arrays.fill(message, (byte) 'x');
        message[0] = '"';
        message[message.length - 1] = '"';
        ProcessBuilder builder = QmpImage.command("json");
        builder.environment().put("QMP_JAVA_OPTS", "-Xmx128m");
        Process filter = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int messages = 1000;
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try (OutputStream in = filter.getOutputStream()) {
                for (int i = 0; i < messages; i++) {
                    in.write(message);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        long bytes = 0;
        byte[] sink = new byte[1 << 16];
        try (InputStream out = filter.getInputStream()) {
            for (int count = out.read(sink); count >= 0; count = out.read(sink)) {
                bytes += count;
            }
        }
        writer.get(60, TimeUnit.SECONDS);
        assertThat(bytes).isEqualTo(messages * (message.length + 1L));
        assertThat(filter.waitFor()).isZero();
    }

    private static void assertFiltered(int status, String input, String output, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "json";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (RunningQmp qmp = RunningQmp.start(arguments)) {
            qmp.input(input).endInput();
            assertThat(qmp.status()).isEqualTo(status);
            assertThat(qmp.stdout()).isEqualTo(output);
            assertThat(qmp.stderr()).isEmpty();
        }
    }
}
