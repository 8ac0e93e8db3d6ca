package dev.qmp.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qmp.monitor.internal.chardev.ChardevProvider;
import dev.qmp.monitor.internal.yank.YankProvider;
import dev.qmp.monitor.peers.QmpPeer;
import dev.qmp.monitor.peers.TestHost;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The device commands over a monitor of this process. */
class ChardevCommandsTest {
    private static final String DONE = "{\"return\": {}}";

    @TempDir
    Path directory;

    private TestHost host;
    private QmpPeer peer;

    @BeforeEach
    void start() {
        host = new TestHost(Monitors.builder().provider(new ChardevProvider()).provider(new YankProvider()));
        Path socket = host.listen(MonitorOptions.DEFAULT);
        host.start();
        peer = QmpPeer.negotiated(socket, false);
    }

    @AfterEach
    void end() {
        peer.close();
        host.close();
    }

    private String ask(String request) {
        return peer.send(request).line();
    }

    private String add(String id, String type, String data) {
        return ask("{'execute':'chardev-add','arguments':{'id':'" + id + "','backend':{'type':'" + type + "','data':{"
                + data + "}}}}");
    }

    private static String error(String text) {
        return "{\"error\": {\"class\": \"GenericError\", \"desc\": \"" + text + "\"}}";
    }

    @Test
    void listsDevicesInTheOrderOfTheirCreation() {
        assertThat(add("r", "ringbuf", "'size':8")).isEqualTo(DONE);
        assertThat(ask("{'execute':'query-chardev'}"))
                .startsWith("{\"return\": [{\"frontend-open\": true, \"filename\": \"unix:")
                .endsWith(",server=on\", \"label\": \"m0\"}, "
                        + "{\"frontend-open\": false, \"filename\": \"ringbuf\", \"label\": \"r\"}]}");
    }

    @Test
    void listsTheTypesOfDevices() {
        assertThat(ask("{'execute':'query-chardev-backends'}"))
                .contains("\"socket\"", "\"pty\"", "\"mux\"", "\"memory\"")
                .startsWith("{\"return\": [{\"name\": ");
    }

    static Stream<Arguments> badAdditions() {
        return Stream.of(
                arguments("r", "ringbuf", "'size':5", "size of ringbuf chardev must be power of two"),
                arguments("r", "ringbuf", "'size':0", "size of ringbuf chardev must be power of two"),
                arguments("r", "ringbuf", "'size':-1", "size of ringbuf chardev must be power of two"),
                arguments("0bad", "null", "", "Parameter 'id' expects an identifier"),
                arguments(
                        "f", "file", "'out':'/nonexist/f'", "Could not open '/nonexist/f': No such file or directory"),
                arguments("m", "mux", "'chardev':'zz'", "mux: base chardev zz not found"),
                arguments(
                        "c",
                        "socket",
                        "'server':false,'addr':{'type':'unix','data':{'path':'/nonexist/s'}}",
                        "Failed to connect to '/nonexist/s': No such file or directory"),
                arguments(
                        "c",
                        "socket",
                        "'addr':{'type':'unix','data':{'path':'x','abstract':true}}",
                        "abstract sockets are not available on this Java"),
                arguments(
                        "c",
                        "socket",
                        "'addr':{'type':'vsock','data':{'cid':'1','port':'1'}}",
                        "vsock sockets are not available on this Java"),
                arguments(
                        "c",
                        "udp",
                        "'remote':{'type':'vsock','data':{'cid':'1','port':'1'}}",
                        "socket type unsupported for datagram"),
                arguments(
                        "c",
                        "socket",
                        "'addr':{'type':'fd','data':{'str':'mine'}}",
                        "File descriptor named 'mine' has not been found"),
                arguments(
                        "c",
                        "socket",
                        "'reconnect':1,'addr':{'type':'unix','data':{'path':'x'}}",
                        "'reconnect' option is incompatible with socket in server listen mode"),
                arguments(
                        "c",
                        "socket",
                        "'server':false,'reconnect':1,'reconnect-ms':1,'addr':{'type':'unix','data':{'path':'x'}}",
                        "'reconnect' and 'reconnect-ms' are mutually exclusive"),
                arguments(
                        "c",
                        "socket",
                        "'addr':{'type':'inet','data':{'host':'','port':'0','mptcp':true}}",
                        "mptcp is not available on this Java"),
                arguments(
                        "c",
                        "socket",
                        "'tls-creds':'t','addr':{'type':'inet','data':{'host':'','port':'0'}}",
                        "No TLS credentials with id 't'"),
                arguments("p", "pty", "", "pseudo-terminals are not available on this Java"));
    }

    @ParameterizedTest
    @MethodSource("badAdditions")
    void refusesWhatCannotBeOpened(String id, String type, String data, String text) {
        assertThat(add(id, type, data)).isEqualTo(error("Failed to add chardev '" + id + "': " + text));
        assertThat(ask("{'execute':'query-chardev'}")).doesNotContain("\"label\": \"" + id + "\"");
    }

    @Test
    void checksArgumentsAgainstTheSchema() {
        assertThat(ask("{'execute':'chardev-add','arguments':{'id':'a','backend':{'type':'null'}}}"))
                .isEqualTo(error("Parameter 'backend.data' is missing"));
        assertThat(ask("{'execute':'chardev-add','arguments':{'id':'a','backend':{'type':'foo','data':{}}}}"))
                .isEqualTo(error("Parameter 'type' does not accept value 'foo'"));
        assertThat(add("a", "null", "'foo':1")).isEqualTo(error("Parameter 'backend.data.foo' is unexpected"));
        assertThat(add("a", "socket", "'addr':{'type':'inet','data':{'host':'','port':1}}"))
                .isEqualTo(error("Invalid parameter type for 'backend.data.addr.data.port', expected: string"));
    }

    @Test
    void keepsBytesInARing() {
        assertThat(add("r", "ringbuf", "'size':8")).isEqualTo(DONE);
        assertThat(write("r", "'abcdefghij'", "")).isEqualTo(DONE);
        assertThat(read("r", "100", "")).isEqualTo("{\"return\": \"cdefghij\"}");
        assertThat(read("r", "100", "")).isEqualTo("{\"return\": \"\"}");
        assertThat(write("r", "'YWJj'", ",'format':'base64'")).isEqualTo(DONE);
        assertThat(read("r", "2", ",'format':'base64'")).isEqualTo("{\"return\": \"YWI=\"}");
        assertThat(read("r", "2", "")).isEqualTo("{\"return\": \"c\"}");
        assertThat(read("r", "0", "")).isEqualTo(error("size must be greater than zero"));
        assertThat(read("zz", "1", "")).isEqualTo(error("Device 'zz' not found"));
        assertThat(read("m0", "1", "")).isEqualTo(error("m0 is not a ringbuf device"));
        assertThat(write("r", "'*'", ",'format':'base64'")).isEqualTo(error("Base64 data contains invalid characters"));
    }

    @Test
    void keepsTextInARingAsTheDialectDoes() {
        assertThat(add("r", "ringbuf", "'size':16")).isEqualTo(DONE);
        assertThat(write("r", "'é中z'", "")).isEqualTo(DONE);
        assertThat(read("r", "1", "")).isEqualTo("{\"return\": \"\\uFFFD\"}");
        assertThat(read("r", "100", "")).isEqualTo("{\"return\": \"\\uFFFD\\u4E2Dz\"}");
        assertThat(write("r", "'YQBi'", ",'format':'base64'")).isEqualTo(DONE);
        assertThat(read("r", "100", "")).isEqualTo("{\"return\": \"a\"}");
        assertThat(write("r", "'a\\u0000b'", "")).isEqualTo(DONE);
        assertThat(read("r", "100", ",'format':'base64'")).isEqualTo("{\"return\": \"YcCAYg==\"}");
        assertThat(write("r", "'\\ud83d\\ude00'", "")).isEqualTo(DONE);
        assertThat(read("r", "100", "")).isEqualTo("{\"return\": \"\\uD83D\\uDE00\"}");
        assertThat(write("r", "'YW\\nJjZGV='", ",'format':'base64'")).isEqualTo(DONE);
        assertThat(read("r", "100", "")).isEqualTo("{\"return\": \"abcde\"}");
    }

    private String write(String device, String data, String more) {
        return ask("{'execute':'ringbuf-write','arguments':{'device':'" + device + "','data':" + data + more + "}}");
    }

    private String read(String device, String size, String more) {
        return ask("{'execute':'ringbuf-read','arguments':{'device':'" + device + "','size':" + size + more + "}}");
    }

    @Test
    void addsChangesAndRemovesSockets() throws IOException {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        assertThat(add("s", "socket", unix(first))).isEqualTo(DONE);
        assertThat(add("s", "null", "")).isEqualTo(error("Chardev with id 's' already exists"));
        assertThat(Files.exists(first)).isTrue();
        assertThat(change("s", "socket", unix(second))).isEqualTo(DONE);
        assertThat(Files.exists(first)).isFalse();
        assertThat(ask("{'execute':'query-chardev'}")).contains("disconnected:unix:" + second + ",server=on");

        assertThat(change("s", "file", "'out':'/nonexist/f'"))
                .isEqualTo(error("Failed to add chardev 's': Could not open '/nonexist/f': No such file or directory"));
        assertThat(change("zz", "null", "")).isEqualTo(error("Chardev 'zz' does not exist"));
        assertThat(change("m0", "null", "")).isEqualTo(error("Chardev user does not support chardev hotswap"));
        assertThat(change("s", "mux", "'chardev':'s'"))
                .isEqualTo(error("Failed to add chardev 's': mux: base chardev s not found"));

        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(second));
            assertThat(remove("s")).isEqualTo(DONE);
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(Files.exists(second)).isFalse();
        assertThat(remove("s")).isEqualTo(error("Chardev 's' not found"));
        assertThat(remove("m0")).isEqualTo(error("Chardev 'm0' is busy"));
    }

    @Test
    void sendsABreak() {
        assertThat(ask("{'execute':'chardev-send-break','arguments':{'id':'m0'}}"))
                .isEqualTo(DONE);
        assertThat(ask("{'execute':'chardev-send-break','arguments':{'id':'zz'}}"))
                .isEqualTo(error("Chardev 'zz' not found"));
    }

    @Test
    void cutsTheConnectionOfAnAddedSocket() throws IOException {
        Path path = directory.resolve("s");
        assertThat(add("s", "socket", unix(path))).isEqualTo(DONE);
        assertThat(ask("{'execute':'query-yank'}")).contains("{\"type\": \"chardev\", \"id\": \"s\"}");
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(path));
            while (!ask("{'execute':'query-chardev'}").contains("\"unix:" + path)) {
                Thread.onSpinWait();
            }
            assertThat(ask("{'execute':'yank','arguments':{'instances':[{'type':'chardev','id':'s'}]}}"))
                    .isEqualTo(DONE);
            assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    private String change(String id, String type, String data) {
        return ask("{'execute':'chardev-change','arguments':{'id':'" + id + "','backend':{'type':'" + type
                + "','data':{" + data + "}}}}");
    }

    private String remove(String id) {
        return ask("{'execute':'chardev-remove','arguments':{'id':'" + id + "'}}");
    }

    private static String unix(Path path) {
        return "'addr':{'type':'unix','data':{'path':'" + path + "'}}";
    }
}
