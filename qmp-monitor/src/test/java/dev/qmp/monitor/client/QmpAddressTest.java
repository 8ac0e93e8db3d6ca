package dev.qmp.monitor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QmpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "unix:/run/qmp.sock, unix:/run/qmp.sock",
        "unix:qmp.sock, unix:qmp.sock",
        "/run/qmp.sock, unix:/run/qmp.sock",
        "qmp.sock, unix:qmp.sock",
        "./a:4444, unix:./a:4444",
        "unix:a:4444, unix:a:4444",
        "a:b, unix:a:b",
        "tcp:example.org:4444, tcp:example.org:4444",
        "example.org:4444, tcp:example.org:4444",
        "tcp::4444, tcp:localhost:4444",
        ":4444, tcp:localhost:4444",
        "tcp:[::1]:4444, tcp:[::1]:4444",
        "[::1]:4444, tcp:[::1]:4444",
        "tls:127.0.0.1:65535, tls:127.0.0.1:65535",
    })
    void knowsTheForms(String text, String canonical) {
        QmpAddress address = QmpAddress.parse(text);

        assertThat(address).hasToString(canonical);
        assertThat(QmpAddress.parse(canonical)).isEqualTo(address);
    }

    @Test
    void keepsTheBracketsOutOfAnIpv6Host() {
        assertThat(QmpAddress.parse("tls:[fe80::1]:1")).isEqualTo(new QmpAddress.Tls("fe80::1", 1));
        assertThat(QmpAddress.parse("unix:x")).isEqualTo(new QmpAddress.Unix(Path.of("x")));
    }

    @ParameterizedTest
    @CsvSource({
        "unix:, address 'unix:': the path is missing",
        "'', address '': the path is missing",
        "tcp:host, address 'tcp:host': the port is missing",
        "tcp:host:, address 'tcp:host:': the port is missing",
        "tls:[::1], address 'tls:[::1]': the port is missing",
        "tcp:host:0, address 'tcp:host:0': a port is a number from 1 to 65535",
        "host:65536, address 'host:65536': a port is a number from 1 to 65535",
        "tcp:host:http, address 'tcp:host:http': a port is a number from 1 to 65535",
        "tcp:::1:4444, address 'tcp:::1:4444': an IPv6 address is written in brackets",
        "host:99999999999, address 'host:99999999999': a port is a number from 1 to 65535",
    })
    void saysWhatIsWrong(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QmpAddress.parse(text))
                .withMessage(message);
    }

    @Test
    void refusesAPathThatNoFileCanHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QmpAddress.parse("unix:a\0b"))
                .withMessageStartingWith("address 'unix:a");
    }

    @Property(tries = 200)
    void readsBackWhatItPrints(
            @ForAll @AlphaChars @NotBlank String host, @ForAll @IntRange(min = 1, max = 65535) int port) {
        QmpAddress tcp = new QmpAddress.Tcp(host, port);
        QmpAddress tls = new QmpAddress.Tls(host, port);
        QmpAddress unix = new QmpAddress.Unix(Path.of(host + ":" + port));

        assertThat(QmpAddress.parse(tcp.toString())).isEqualTo(tcp);
        assertThat(QmpAddress.parse(tls.toString())).isEqualTo(tls);
        assertThat(QmpAddress.parse(unix.toString())).isEqualTo(unix);
        assertThat(QmpAddress.parse(host + ":" + port)).isEqualTo(tcp);
    }
}
