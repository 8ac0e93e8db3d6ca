package dev.qmp.monitor;

import dev.qmp.monitor.peers.TestHost;

/** The same conversations, with a server whose monitor is shared. */
class ProxyModelTest extends MonitorModelTest {
    @Override
    TestHost host(TestProvider provider) {
        return Proxied.host(provider);
    }
}
