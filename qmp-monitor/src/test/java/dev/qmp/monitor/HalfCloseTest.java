package dev.qmp.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.monitor.peers.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that has finished sending gets every reply, whatever stands between the session and the socket. */
class HalfCloseTest {
    private static final int REQUESTS = 22;
    private static final Pattern REPLY = Pattern.compile("\"x+\"\\}, \"id\": ([0-9]+)\\}\r\n");

    private final TestProvider provider = new TestProvider();

    @ParameterizedTest
    @CsvSource({"'', 128000", "',telnet=on', 128000", "',telnet=on', 1000", "',telnet=on', 8100", "',telnet=on', 30000"
    })
    void everyReplyArrives(String more, int size) throws IOException {
        try (TestHost host = new TestHost(Monitors.builder().provider(provider))) {
            host.add("socket,id=m,server=on,wait=off,path=" + host.file("s") + more, MonitorOptions.DEFAULT);
            host.start();
            for (int round = 0; round < 5; round++) {
                try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(host.file("s")))) {
                    StringBuilder requests = new StringBuilder("{'execute':'qmp_capabilities'}");
                    for (int i = 0; i < REQUESTS; i++) {
                        requests.append("{'execute':'large','arguments':{'size':" + size + "},'id':" + i + "}");
                    }
                    ByteBuffer bytes = ByteBuffer.wrap(
                            requests.toString().replace('\'', '"').getBytes(UTF_8));
                    while (bytes.hasRemaining()) {
                        peer.write(bytes);
                    }
                    peer.shutdownOutput();
                    assertThat(ids(readAll(peer))).containsExactlyElementsOf(wanted());
                }
            }
        }
    }

    private static List<Integer> wanted() {
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            wanted.add(i);
        }
        return wanted;
    }

    private static List<Integer> ids(String text) {
        List<Integer> ids = new ArrayList<>();
        for (Matcher reply = REPLY.matcher(text); reply.find(); ) {
            ids.add(Integer.valueOf(reply.group(1)));
        }
        return ids;
    }

    private static String readAll(SocketChannel peer) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        while (peer.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toString(UTF_8);
    }
}
