package dev.qmp.monitor;

import dev.qmp.monitor.peers.TestHost;

/** The same fifty clients, of a server whose monitor is shared. */
class ProxyStressTest extends StressTest {
    @Override
    TestHost host() {
        return Proxied.host(new TestProvider());
    }
}
