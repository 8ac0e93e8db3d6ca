package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Negotiation does not wait for the dispatcher, so that a new client can help; all else waits as before. */
class NegotiationTest {
    private final TestProvider provider = new TestProvider();

    private TestHost host() throws IOException {
        return new TestHost(Monitors.builder().provider(provider));
    }

    @Test
    void aNewClientReleasesAHeldDispatcher() throws IOException {
        try (TestHost host = host()) {
            Path first = host.listen(MonitorOptions.DEFAULT);
            Path second = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer holder = QmpPeer.negotiated(first, false)) {
                holder.send("{'execute':'hold','id':1}");
                provider.held.join();
                try (QmpPeer helper = QmpPeer.negotiated(second, true)) {
                    helper.send("{'execute':'ping','id':'waits'}{'exec-oob':'release','id':'helps'}");
                    assertThat(helper.line()).isEqualTo("{\"return\": {}, \"id\": \"helps\"}");
                    assertThat(holder.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                    assertThat(helper.line()).isEqualTo("{\"return\": {}, \"id\": \"waits\"}");
                }
            }
        }
    }

    @Test
    void theNextClientOfTheSameMonitorReleasesWhatTheOneBeforeLeftHeld() throws IOException {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer holder = QmpPeer.negotiated(socket, true)) {
                holder.send("{'execute':'hold'}");
                provider.held.join();
            }
            try (QmpPeer helper = QmpPeer.negotiated(socket, true)) {
                helper.send("{'exec-oob':'release','id':1}{'execute':'ping','id':2}");
                assertThat(helper.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
                assertThat(helper.line()).isEqualTo("{\"return\": {}, \"id\": 2}");
            }
        }
    }

    @Test
    void everythingIsAnsweredInItsTurn() throws IOException {
        try (TestHost host = host()) {
            Path socket = host.listen(MonitorOptions.DEFAULT);
            host.start();
            try (QmpPeer peer = QmpPeer.connect(socket)) {
                peer.send("{'execute':'qmp_capabilities','arguments':{'enable':['none']},'id':1}"
                        + "{'execute':'ping','id':2}"
                        + "{'execute':'qmp_capabilities','arguments':{'enable':['oob']},'id':3}"
                        + "{'execute':'ping','id':4}{'execute':'qmp_capabilities','id':5}");
                assertThat(peer.line()).startsWith(QmpPeer.GREETING_START);
                assertThat(peer.line()).contains("does not accept value 'none'").contains("\"id\": 1");
                assertThat(peer.line())
                        .contains("Expecting capabilities negotiation")
                        .contains("\"id\": 2");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 3}");
                assertThat(peer.line()).isEqualTo("{\"return\": {}, \"id\": 4}");
                assertThat(peer.line()).contains("already complete").contains("\"id\": 5");
            }
        }
    }
}
