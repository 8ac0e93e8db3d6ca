package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.json.JsonLimits;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.validation.CompatPolicy;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as deep as the largest limit allows go through every stage of a monitor, in band and out of band. */
class DeepRequestTest {
    private static final int DEEPEST = 1024;

    /** Returns its arguments, which nest in themselves. */
    private static final class Echo implements CommandProvider {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public SchemaSource schema() {
            return SchemaSource.text("echo.json", """
                    { 'struct': 'Deep', 'data': { '*in': 'Some', '*old': { 'type': 'str', 'features': [ 'deprecated' ] } } }
                    { 'alternate': 'Some', 'data': { 'o': 'Deep', 'l': [ 'Some' ] } }
                    { 'command': 'echo', 'data': 'Deep', 'boxed': true, 'returns': 'Deep', 'allow-oob': true }
                    """);
        }

        @Override
        public void bind(CommandBinder commands, ProviderContext context) {
            commands.value("echo", (request, arguments) -> arguments);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"execute", "exec-oob"})
    void answersTheDeepestRequest(String verb) throws Exception {
        CompatPolicy hiding = new CompatPolicy(
                CompatPolicy.Input.ACCEPT,
                CompatPolicy.Output.HIDE,
                CompatPolicy.Input.ACCEPT,
                CompatPolicy.Output.ACCEPT);
        JsonLimits limits = JsonLimits.DEFAULT
                .withTokenBytes(1 << 30)
                .withTokenCount(Integer.MAX_VALUE)
                .withNesting(DEEPEST);
        try (TestHost host = new TestHost(
                Monitors.builder().provider(new Echo()).checkProviders(true).compatibility(hiding))) {
            Path socket = host.listen(MonitorOptions.builder().limits(limits).build());
            host.start();
            try (QmpPeer peer = QmpPeer.negotiated(socket, true)) {
                String objects = deep("{\"in\": ", "{\"old\": \"x\"}", "}", DEEPEST - 2);
                String arrays = "{\"in\": " + deep("[", "{\"old\": \"x\"}", "]", DEEPEST - 3) + "}";
                String id = deep("[", "1", "]", DEEPEST - 1);
                for (String arguments : new String[] {objects, arrays}) {
                    peer.send("{'" + verb + "': 'echo', 'arguments': " + arguments + ", 'id': " + id + "}");
                    assertThat(peer.line())
                            .isEqualTo("{\"return\": " + arguments.replace("{\"old\": \"x\"}", "{}") + ", \"id\": " + id
                                    + "}");
                }
                String bad = deep("{\"in\": ", "{\"in\": 1}", "}", DEEPEST - 2);
                peer.send("{'" + verb + "': 'echo', 'arguments': " + bad + ", 'id': 1}");
                assertThat(peer.line()).contains("for 'in', expected: Some").contains("\"id\": 1");
            }
        }
    }

    private static String deep(String open, String innermost, String close, int levels) {
        return open.repeat(levels) + innermost + close.repeat(levels);
    }
}
