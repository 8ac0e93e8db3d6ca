package dev.qmp.monitor.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"execute\": \"set_password\", \"arguments\": {\"protocol\": \"vnc\", \"password\": \"TOP\\\"TOP\"}, \"id\": 1}",
                "{\"execute\":\"object-add\",\"arguments\":{\"data\":\"TOP\",\"qom-type\":\"secret\",\"id\":\"s\"}}",
                "{\"command-line\": \"change vnc password TOP\"}",
                "{\"Password\": \"TOP\"}"
            })
    void areReplaced(String message) {
        assertThat(Secrets.masked(message))
                .doesNotContain("TOP")
                .contains("***")
                .endsWith("}");
    }

    @Test
    void areAllThatIsReplaced() {
        String message =
                "{\"execute\": \"x\", \"arguments\": {\"key-secret\": \"id\", \"data\": \"d\", \"has-password\": true}}";
        assertThat(Secrets.masked(message)).isEqualTo(message);
    }
}
