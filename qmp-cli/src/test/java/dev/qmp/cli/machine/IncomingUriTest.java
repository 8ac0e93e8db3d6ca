package dev.qmp.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingUriTest {
    @Test
    void readsAddresses() {
        assertThat(IncomingUri.parse("unix:/tmp/a,b"))
                .isEqualTo(new IncomingUri(OptionString.of("path", "/tmp/a,b"), true));
        assertThat(IncomingUri.parse("tcp:127.0.0.1:0"))
                .isEqualTo(new IncomingUri(OptionString.of("host", "127.0.0.1", "port", "0"), true));
        assertThat(IncomingUri.parse("tcp::4444"))
                .isEqualTo(new IncomingUri(OptionString.of("host", "", "port", "4444"), true));
        assertThat(IncomingUri.parse("tcp:[::1]:x,to=5"))
                .isEqualTo(new IncomingUri(OptionString.of("host", "::1", "port", "x", "to", "5"), true));
        assertThat(IncomingUri.parse("tcp:localhost:1"))
                .isEqualTo(new IncomingUri(OptionString.of("host", "localhost", "port", "1"), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        bogus:x            | unknown migration protocol: bogus:x
        defer              | unknown migration protocol: defer
        exec:cat           | unknown migration protocol: exec:cat
        unix:              | invalid Unix socket address
        tcp:127.0.0.1      | error parsing address '127.0.0.1'
        tcp:127.0.0.1:     | error parsing address '127.0.0.1:'
        tcp:               | error parsing address ''
        tcp::              | error parsing port in address ':'
        tcp:[::1           | error parsing IPv6 address '[::1'
        tcp:[::1]          | error parsing IPv6 address '[::1]'
        tcp:[::1]:         | error parsing IPv6 address '[::1]:'
        tcp:a:1,ipv4=maybe | Parameter 'ipv4' expects 'on' or 'off'
        tcp:a:1,x=1        | Invalid parameter 'x'
        """)
    void saysWhatIsWrong(String uri, String message) {
        assertThatThrownBy(() -> IncomingUri.parse(uri))
                .isInstanceOf(ChardevException.class)
                .hasMessage(message);
    }
}
