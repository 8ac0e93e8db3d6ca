package dev.qmp.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StdioIT {
    private static final String TIME = "\\{\"timestamp\": \\{\"seconds\": \\d+, \"microseconds\": \\d+\\}, ";

    @Test
    void servesAPipedSessionToItsEnd() {
        try (RunningQmp qmp = RunningQmp.start("serve")) {
            qmp.input(
                            "{\"execute\":\"qmp_capabilities\"}{\"execute\":\"query-version\",\"id\":1}{\"execute\":\"quit\"}")
                    .endInput();
            assertThat(qmp.status()).isZero();
            List<String> lines = List.of(qmp.stdout().split("\r\n"));
            assertThat(lines).hasSize(5);
            assertThat(lines.get(0))
                    .matches(
                            "\\{\"QMP\": \\{\"version\": \\{\"qemu\": \\{\"micro\": 0, \"minor\": 0, \"major\": 10\\}, "
                                    + "\"package\": \"qmp-java [^\"]+\"\\}, \"capabilities\": \\[\"oob\"\\]\\}\\}");
            assertThat(lines.get(1)).isEqualTo("{\"return\": {}}");
            assertThat(lines.get(2))
                    .matches("\\{\"return\": \\{\"qemu\": \\{\"micro\": 0, \"minor\": 0, \"major\": 10\\}, "
                            + "\"package\": \"qmp-java [^\"]+\"\\}, \"id\": 1\\}");
            assertThat(lines.get(3))
                    .matches(TIME + "\"event\": \"SHUTDOWN\", "
                            + "\"data\": \\{\"guest\": false, \"reason\": \"host-qmp-quit\"\\}\\}");
            assertThat(lines.get(4)).isEqualTo("{\"return\": {}}");
            assertThat(qmp.stderr()).isEmpty();
        }
    }

    @Test
    void endsWithTheInputWhenAllIsAnswered() {
        try (RunningQmp qmp = RunningQmp.start("serve")) {
            StringBuilder requests = new StringBuilder("{\"execute\":\"qmp_capabilities\"}");
            for (int i = 0; i < 100; i++) {
                requests.append("{\"execute\":\"query-status\",\"id\":")
                        .append(i)
                        .append("}\n");
            }
            qmp.input(requests.toString()).endInput();
            assertThat(qmp.status()).isZero();
            List<String> lines = List.of(qmp.stdout().split("\r\n"));
            assertThat(lines).hasSize(102);
            assertThat(lines.get(101)).endsWith("\"id\": 99}");
        }
    }

    /** Before negotiation each request suspends reading; here it does so at the end of each piece that is read. */
    @Test
    void readsOnAfterAPieceThatEndsWithARequest() {
        String request = "{\"execute\":\"nosuch\",\"id\":\"" + "x".repeat(4096 - 28) + "\"}";
        assertThat(request).hasSize(4096);
        try (RunningQmp qmp = RunningQmp.start("serve")) {
            qmp.input(request.repeat(300)).endInput();
            assertThat(qmp.status()).isZero();
            assertThat(qmp.stdout().split("\r\n")).hasSize(301);
        }
    }

    @Test
    void endsWithAnEmptyInput() {
        try (RunningQmp qmp = RunningQmp.start("serve")) {
            qmp.endInput();
            assertThat(qmp.status()).isZero();
            assertThat(qmp.stdout()).startsWith("{\"QMP\": ").endsWith("\r\n");
        }
    }
}
