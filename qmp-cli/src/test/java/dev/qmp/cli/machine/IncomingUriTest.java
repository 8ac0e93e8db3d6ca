package dev.qmp.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.json.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingUriTest {
    @Test
    void readsAddresses() {
        assertThat(IncomingUri.parse("unix:/tmp/a,b"))
                .isEqualTo(new IncomingUri("unix:/tmp/a,b", OptionString.of("path", "/tmp/a,b"), true));
        assertThat(IncomingUri.parse("tcp:127.0.0.1:0"))
                .isEqualTo(new IncomingUri("tcp:127.0.0.1:0", OptionString.of("host", "127.0.0.1", "port", "0"), true));
        assertThat(IncomingUri.parse("tcp::4444"))
                .isEqualTo(new IncomingUri("tcp::4444", OptionString.of("host", "", "port", "4444"), true));
        assertThat(IncomingUri.parse("tcp:[::1]:x,to=5"))
                .isEqualTo(new IncomingUri(
                        "tcp:[::1]:x,to=5", OptionString.of("host", "::1", "port", "x", "to", "5"), true));
        assertThat(IncomingUri.parse("tcp:localhost:1"))
                .isEqualTo(
                        new IncomingUri("tcp:localhost:1", OptionString.of("host", "localhost", "port", "1"), false));
        assertThat(IncomingUri.parse("vsock:4294967295:x"))
                .isEqualTo(
                        new IncomingUri("vsock:4294967295:x", OptionString.of("cid", "4294967295", "port", "x"), true));
    }

    @Test
    void readsChannels() {
        String main = "'channel-type':'main','addr':{'transport':'socket','type':";
        assertThat(of("{'channels':[{" + main + "'unix','path':'/tmp/a'}}]}"))
                .isEqualTo(new IncomingUri("/tmp/a", OptionString.of("path", "/tmp/a"), true));
        assertThat(of("{'channels':[{" + main + "'inet','host':'a','port':'1','ipv4':true,'to':5}}]}"))
                .isEqualTo(new IncomingUri(
                        "a", OptionString.of("host", "a", "port", "1", "ipv4", "on", "to", "5"), false));
        assertThat(of("{'channels':[{" + main + "'vsock','cid':'3','port':'7'}}]}"))
                .isEqualTo(IncomingUri.parse("vsock:3:7"));
        assertThat(of("{'uri':'unix:x','exit-on-error':true}")).isEqualTo(IncomingUri.parse("unix:x"));
        for (String neither : List.of("{}", "{'channels':[]}", "{'uri':'unix:x','channels':[{}]}")) {
            assertThatThrownBy(() -> of(neither)).hasMessage("need either 'uri' or 'channels' argument");
        }
        assertThatThrownBy(() -> of("{'channels':[{},{}]}"))
                .hasMessage("Channel list must have only one entry, for type 'main'");
        assertThatThrownBy(() -> of("{'channels':[{'addr':{'transport':'exec','args':['x']}}]}"))
                .hasMessage("migration through exec is not available on this Java");
    }

    private static IncomingUri of(String arguments) {
        return IncomingUri.of(JsonText.parse(arguments).asJsonObject()).get();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        bogus:x            | unknown migration protocol: bogus:x
        defer              | unknown migration protocol: defer
        exec:cat           | unknown migration protocol: exec:cat
        unix:              | invalid Unix socket address
        vsock:             | error parsing address ''
        vsock:1            | error parsing address '1'
        vsock::1           | error parsing address ':1'
        vsock:1:           | error parsing address '1:'
        vsock:1:2,foo      | trailing characters in address '1:2,foo'
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
