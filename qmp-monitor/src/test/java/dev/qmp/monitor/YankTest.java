package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.json.JsonValues;
import dev.qmp.monitor.internal.yank.YankProvider;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.spi.YankInstances;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class YankTest {
    private static final JsonObject MIGRATION =
            JsonValues.object().add("type", "migration").build();
    private static final String NOT_FOUND =
            "{\"error\": {\"class\": \"DeviceNotFound\", \"desc\": \"Instance not found\"}}";

    private final TestProvider test = new TestProvider();

    private TestHost host() {
        return new TestHost(Monitors.builder().provider(new YankProvider()).provider(test));
    }

    @Test
    void cutsWhatIsRegisteredAndNothingIfOneIsMissing() {
        AtomicInteger cuts = new AtomicInteger();
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            YankInstances.Registration migration =
                    host.monitors().yankInstances().register(MIGRATION, cuts::incrementAndGet);
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, false)) {
                peer.send("{'execute':'query-yank'}");
                assertThat(peer.line())
                        .isEqualTo(
                                "{\"return\": [{\"type\": \"chardev\", \"id\": \"m0\"}, {\"type\": \"migration\"}]}");
                peer.send("{'execute':'yank','arguments':{'instances':[{'type':'migration'}]}}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}}");
                assertThat(cuts).hasValue(1);
                peer.send("{'execute':'yank','arguments':{'instances':[{'type':'migration'},"
                        + "{'type':'block-node','node-name':'n'}]}}");
                assertThat(peer.line()).isEqualTo(NOT_FOUND);
                peer.send("{'execute':'yank','arguments':{'instances':[{'type':'chardev','id':'zz'}]}}");
                assertThat(peer.line()).isEqualTo(NOT_FOUND);
                assertThat(cuts).hasValue(1);
                migration.close();
                peer.send("{'execute':'yank','arguments':{'instances':[{'type':'migration'}]}}");
                assertThat(peer.line()).isEqualTo(NOT_FOUND);
                assertThat(cuts).hasValue(1);
            }
        }
    }

    @Test
    void cutsAConnectionOutOfBandWhileTheDispatcherIsBlocked() {
        try (TestHost host = host()) {
            Path first = host.listen(MonitorOptions.DEFAULT);
            Path second = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer stuck = QmpPeer.negotiated(first, true);
                    QmpPeer rescuer = QmpPeer.negotiated(second, true)) {
                stuck.send("{'execute':'hold'}");
                test.held.join();
                rescuer.send("{'exec-oob':'yank','arguments':{'instances':[{'type':'chardev','id':'m0'}]}}");
                assertThat(rescuer.line()).isEqualTo("{\"return\": {}}");
                assertThat(stuck.line()).isEqualTo("<end>");
                rescuer.send("{'exec-oob':'release'}");
                assertThat(rescuer.line()).isEqualTo("{\"return\": {}}");
            }
            try (QmpPeer next = QmpPeer.negotiated(first, true)) {
                next.send("{'execute':'ping'}");
                assertThat(next.line()).isEqualTo("{\"return\": {}}");
            }
        }
    }

    @Test
    void refusesTheSameInstanceTwice() {
        YankInstances instances = new YankInstances();
        YankInstances.Registration first = instances.register(MIGRATION, () -> {});
        assertThatThrownBy(() -> instances.register(MIGRATION, () -> {})).isInstanceOf(IllegalStateException.class);
        first.close();
        YankInstances.Registration second = instances.register(MIGRATION, () -> {});
        first.close();
        assertThat(instances.list()).containsExactly(MIGRATION);
        second.close();
        assertThat(instances.list()).isEmpty();
    }
}
