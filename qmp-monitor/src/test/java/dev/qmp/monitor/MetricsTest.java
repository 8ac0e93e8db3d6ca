package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.metrics.Metrics;
import dev.qmp.monitor.metrics.PrometheusText;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures of requests and sessions, of a server and of a proxy. */
class MetricsTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsAndSessionsAreCounted(boolean proxied) {
        Metrics metrics = new Metrics();
        try (TestHost host = Proxied.orServer(proxied, Monitors.builder().metrics(metrics), new TestProvider())) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            QmpPeer.negotiated(socket, false).close();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                for (String request : List.of(
                        "{'execute': 'echo', 'arguments': {'text': 'a'}}",
                        "{'execute': 'echo'}",
                        "{'exec-oob': 'ping'}",
                        "{'execute': 'nosuch1'}",
                        "{'execute': 'nosuch2'}",
                        "{'execute': 'query-qmp-schema'}",
                        "{'execute': 'query-qmp-schema'}")) {
                    peer.send(request);
                    peer.line();
                }
                List<String> lines =
                        PrometheusText.of(Map.of("", metrics)).lines().toList();
                assertThat(lines)
                        .contains(
                                "# TYPE qmp_request_duration_seconds histogram",
                                "qmp_sessions 1",
                                "qmp_sessions_total 2",
                                count("echo", 2),
                                count("ping", 1),
                                count("", 2),
                                count("query-qmp-schema", 2),
                                count("qmp_capabilities", 2),
                                "qmp_request_errors_total{command=\"echo\"} 1",
                                "qmp_request_errors_total{command=\"ping\"} 0",
                                "qmp_request_duration_seconds_bucket{command=\"echo\",le=\"+Inf\"} 2");
                assertThat(lines.contains("qmp_upstream_connected 1")).isEqualTo(proxied);
                assertThat(String.join("\n", lines)).doesNotContain("nosuch");
            }
        }
        if (proxied) {
            assertThat(PrometheusText.of(Map.of("a\"b", metrics)))
                    .contains("\nqmp_sessions{upstream=\"a\\\"b\"} 0\n")
                    .contains("_count{upstream=\"a\\\"b\",command=\"ping\"} 1\n");
        }
    }

    private static String count(String command, int number) {
        return "qmp_request_duration_seconds_count{command=\"" + command + "\"} " + number;
    }

    @Test
    void timesAreInTheBucketsOfTheirBounds() {
        Metrics metrics = new Metrics();
        for (long nanos : new long[] {0, 100_000, 100_001, 5_000_000_000L, 60_000_000_000L}) {
            metrics.answered("c", "success", nanos);
        }
        assertThat(PrometheusText.of(Map.of("", metrics))).endsWith("""
                qmp_request_duration_seconds_bucket{command="c",le="0.0001"} 2
                qmp_request_duration_seconds_bucket{command="c",le="0.001"} 3
                qmp_request_duration_seconds_bucket{command="c",le="0.01"} 3
                qmp_request_duration_seconds_bucket{command="c",le="0.1"} 3
                qmp_request_duration_seconds_bucket{command="c",le="1"} 3
                qmp_request_duration_seconds_bucket{command="c",le="10"} 4
                qmp_request_duration_seconds_bucket{command="c",le="+Inf"} 5
                qmp_request_duration_seconds_sum{command="c"} 65.000200001
                qmp_request_duration_seconds_count{command="c"} 5
                """);
    }
}
