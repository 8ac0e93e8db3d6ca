package dev.qmp.monitor;

import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.proxy.Upstream;
import dev.qmp.monitor.rights.Policy;
import java.nio.file.Path;

/** Monitors that share the only monitor of a server of ours, all in this process. */
final class Proxied {
    private Proxied() {}

    /** Makes a proxy in front of a server with these commands; the server ends after it. */
    static TestHost host(TestProvider provider) {
        TestHost server = new TestHost(Monitors.builder().provider(provider));
        Path socket = server.listen(MonitorOptions.DEFAULT);
        server.start();
        return new TestHost(Monitors.builder().upstream(upstream(socket).build()), server);
    }

    /** Makes a proxy with a policy in front of a server with these commands; the server ends after it. */
    static TestHost host(TestProvider provider, Policy policy) {
        TestHost server = new TestHost(Monitors.builder().provider(provider));
        Path socket = server.listen(MonitorOptions.DEFAULT);
        server.start();
        return new TestHost(
                Monitors.builder().policy(policy).upstream(upstream(socket).build()), server);
    }

    static Upstream.Builder upstream(Path socket) {
        return Upstream.builder(new QmpAddress.Unix(socket));
    }
}
