package dev.qmp.chardev;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.loop.EventLoop;
import dev.qmp.chardev.loop.LoopSettings;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.registry.ChardevRegistry;
import dev.qmp.chardev.tls.TlsCredentials;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text that no file can have as its name is refused like a file that cannot be opened. */
class PathOptionsTest {
    private static final String BAD = "a\u0000b";

    @ParameterizedTest
    @CsvSource({
        "file, path, ''",
        "file, input-path, path=/dev/null",
        "pipe, path, ''",
        "socket, path, server=on;wait=off",
        "socket, path, server=off",
        "null, logfile, ''"
    })
    void refusesAPathWithANul(String backend, String option, String more) {
        EventLoop loop = EventLoop.create("paths", LoopSettings.DEFAULT);
        try (ChardevRegistry registry = ChardevRegistry.load(loop)) {
            OptionString options = OptionString.of("id", "x", "backend", backend, option, BAD);
            for (String pair : more.isEmpty() ? new String[0] : more.split(";", -1)) {
                int equals = pair.indexOf('=');
                options = options.with(pair.substring(0, equals), pair.substring(equals + 1));
            }
            OptionString all = options;
            assertThatThrownBy(() -> registry.add(all))
                    .isInstanceOf(ChardevException.class)
                    .message()
                    .contains("Nul character")
                    .doesNotContain("\n");
        }
    }

    @Test
    void refusesCredentialsInADirectoryWithANul() {
        assertThatThrownBy(() -> TlsCredentials.of(OptionString.of("dir", BAD)))
                .isInstanceOf(ChardevException.class)
                .hasMessage("Parameter 'dir' is not a path: Nul character not allowed");
    }
}
