package dev.qmp.chardev.junixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.Chardev;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.options.OptionString;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices on sockets between a virtual machine and its host. */
class VsockTest {
    private static final String ANY = "4294967295";

    /** The number under which a machine reaches itself. */
    private static final String LOOPBACK = "1";

    @RegisterExtension
    final Echo echo = new Echo();

    private static ChardevOptions socket(String id, String cid, String port, String... more) {
        OptionString options = OptionString.of("cid", cid, "port", port).with(OptionString.of(more));
        return new ChardevOptions(id, "socket", options, ChardevOptions.Origin.MONITOR);
    }

    private static String portOf(Chardev device) {
        return device.filename().substring(device.filename().lastIndexOf(':') + 1);
    }

    /** Opens a device that answers, or skips the test. */
    private Chardev serve(String cid, String port, String why) {
        try {
            return echo.serve(socket("a", cid, port));
        } catch (ChardevException e) {
            assumeTrue(false, why + ": " + e.getMessage());
            throw e;
        }
    }

    @Test
    void aDeviceListensAtAFreePort() {
        Chardev device = serve(ANY, ANY, "no vsock in this kernel");
        assertThat(device.filename()).matches("disconnected:vsock:" + ANY + ":[0-9]+");
        String port = portOf(device);
        assertThat(port).isNotEqualTo(ANY);
        assertThatThrownBy(() -> echo.registry.add(socket("b", ANY, port)))
                .hasMessage("Failed to add chardev 'b': Failed to bind socket: Address already in use");
    }

    @Test
    void aPortIsFreeAgainWhenItsDeviceIsClosed() {
        String port = portOf(serve(ANY, ANY, "no vsock in this kernel"));
        echo.registry.find("a").orElseThrow().closeAsync().toCompletableFuture().join();
        Echo.await(() -> isFree(port));
    }

    /** Whether a device can listen at a port; it is closed again. */
    private boolean isFree(String port) {
        try {
            echo.registry.add(socket("b", ANY, port));
            echo.registry.remove("b").toCompletableFuture().join();
            return true;
        } catch (ChardevException e) {
            return false;
        }
    }

    @Test
    void aDeviceTalksToAnotherOfTheSameMachine() throws Exception {
        Chardev server = serve(LOOPBACK, ANY, "this kernel has no vsock to itself");
        CharFrontend client;
        try {
            client = echo.listen(socket("b", LOOPBACK, portOf(server), "server", "off"));
        } catch (ChardevException e) {
            assumeTrue(false, "this kernel has no vsock to itself: " + e.getMessage());
            throw e;
        }
        client.connection().write(ByteBuffer.wrap(new byte[] {'x'}));
        Echo.await(() -> echo.heard().equals("x"));
        assertThat(server.filename())
                .matches("vsock:" + LOOPBACK + ":" + portOf(client.chardev()) + ",server=on <-> [0-9]+:[0-9]+");
        client.chardev().closeAsync();
        Echo.await(() -> server.filename().startsWith("disconnected:vsock:" + LOOPBACK + ":"));
    }

    /** What QEMU says before it asks the kernel, and what the kernel says everywhere. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            x, 1, Failed to parse cid 'x'
            "", "", Failed to parse cid ''
            -1, 1, Failed to parse cid '-1'
            0x1, 1, Failed to parse cid '0x1'
            "3 ", 1, Failed to parse cid '3 '
            4294967296, 1, Failed to parse cid '4294967296'
            1, x, Failed to parse port 'x'
            1, 99999999999, Failed to parse port '99999999999'
            """)
    void saysWhatIsWrongWithAnAddress(String cid, String port, String message) {
        for (String server : new String[] {"on", "off"}) {
            assertThatThrownBy(() -> echo.registry.add(socket("a", cid, port, "server", server)))
                    .hasMessage("Failed to add chardev 'a': " + message);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            server, off, websocket, on, Websocket client is not implemented
            server, off, wait, on, 'wait' option is incompatible with socket in client connect mode
            server, on, reconnect, 1, 'reconnect' option is incompatible with socket in server listen mode
            server, on, tls-authz, x, 'tls_authz' option requires 'tls_creds' option
            server, on, mode, 600, 'mode' option needs a listening unix socket
            server, on, allow-uid, 1, 'allow-uid' option needs a listening unix socket
            server, on, descriptors, on, 'descriptors' option needs a unix socket
            """)
    void refusesOptionsThatItCannotHave(String key, String value, String other, String with, String message) {
        assertThatThrownBy(() -> echo.registry.add(socket("a", ANY, ANY, key, value, other, with)))
                .hasMessage("Failed to add chardev 'a': " + message);
    }

    @Test
    void aClientThatReconnectsWaitsForAnAddressThatCannotBeReached() {
        Chardev client = echo.registry.add(socket("a", "x", "1", "server", "off", "reconnect", "3600"));
        assertThat(client.filename()).isEqualTo("disconnected:vsock:x:1");
    }

    @Test
    void saysWhyItDoesNotConnect() {
        serve(ANY, ANY, "no vsock in this kernel");
        assertThatThrownBy(() -> echo.registry.add(socket("b", "2", "4294967294", "server", "off")))
                .hasMessageStartingWith("Failed to add chardev 'b': Failed to connect to '2:4294967294': ");
    }
}
