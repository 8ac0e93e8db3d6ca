package dev.qmp.monitor;

import dev.qmp.monitor.client.QmpAddress;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.monitor.proxy.Upstream;
import java.nio.file.Path;

/** Monitors that share the only monitor of a server of ours, all in this process. */
final class Proxied {
    private Proxied() {}

    /** Makes a proxy in front of a server with these commands; the server ends after it. */
    static TestHost host(TestProvider provider) {
        return host(Monitors.builder(), provider);
    }

    /** The same with more settings of the proxy. */
    static TestHost host(MonitorsBuilder builder, TestProvider provider) {
        TestHost server = new TestHost(Monitors.builder().provider(provider));
        Path socket = server.listen(MonitorOptions.DEFAULT);
        server.start();
        return new TestHost(builder.upstream(upstream(socket).build()), server);
    }

    /** A server with these settings, or a proxy with them in front of one without. */
    static TestHost orServer(boolean proxied, MonitorsBuilder builder, TestProvider provider) {
        return proxied ? host(builder, provider) : new TestHost(builder.provider(provider));
    }

    static Upstream.Builder upstream(Path socket) {
        return Upstream.builder(new QmpAddress.Unix(socket));
    }
}
