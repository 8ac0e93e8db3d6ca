package dev.qmp.monitor.rights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qmp.chardev.PeerIdentity;
import dev.qmp.json.JsonText;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of policies, and who gets which role. */
class PolicyTest {
    private static final String EXAMPLE = """
            {
              "roles": {
                "observer": {"allow": ["query-*"], "deny": [], "oob": true, "events": ["*"]},
                "operator": {
                  "allow": ["*"], "deny": ["human-monitor-command", "x-*"], "oob": false,
                  "arguments": {"object-add": {"qom-type": ["iothread", "throttle-*"], "id": ["a", null]}}
                }
              },
              "assign": [
                {"uid": 1000, "monitor": "m1", "role": "operator"},
                {"monitor": "m1", "role": "observer"},
                {"tls-subject": "CN=ops,*", "role": "operator"},
                {"tls-name": "*.example.org", "address": "10.*", "role": "readonly"}
              ],
              "default": "observer"
            }
            """;

    private static Policy policy(String text) throws PolicyException {
        return Policy.parse("p.json", text.getBytes(UTF_8));
    }

    private static UserPrincipal user(String id) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(id);
    }

    private static JsonObject object(String text) {
        return JsonText.parse(text).asJsonObject();
    }

    @Test
    void givesTheRoleOfTheFirstAssignmentThatFits() throws Exception {
        Policy policy = policy(EXAMPLE);
        PeerIdentity local = new PeerIdentity(user("1000"), null, null, List.of(), null);
        PeerIdentity other = new PeerIdentity(user("1001"), null, null, List.of(), null);
        PeerIdentity ops = new PeerIdentity(null, null, "CN=ops,O=Example", List.of(), "192.0.2.1");
        PeerIdentity named = new PeerIdentity(null, null, "CN=x", List.of("a", "b.example.org"), "10.0.0.1");
        PeerIdentity elsewhere = new PeerIdentity(null, null, "CN=x", List.of("b.example.org"), "192.0.2.1");

        assertThat(policy.roleOf("m1", null, local).name()).isEqualTo("operator");
        assertThat(policy.roleOf("m1", null, other).name()).isEqualTo("observer");
        assertThat(policy.roleOf("m2", null, ops).name()).isEqualTo("operator");
        assertThat(policy.roleOf("m2", null, named).name()).isEqualTo("readonly");
        assertThat(policy.roleOf("m2", null, elsewhere).name()).isEqualTo("observer");
        assertThat(policy.roleOf("m1", "readonly", local)).isSameAs(Role.READONLY);
        assertThat(policy.roleOf("m1", "nosuch", local)).isSameAs(Role.NONE);
        assertThat(policy("{}").roleOf("m1", null, local)).isSameAs(Role.NONE);
    }

    @Test
    void rolesAllowWhatIsNotDenied() throws Exception {
        Policy policy = policy(EXAMPLE);
        Role operator = policy.role("operator").orElseThrow();
        JsonObject none = object("{}");
        assertThat(operator.allows("stop")).isTrue();
        assertThat(operator.allows("x-debug")).isFalse();
        assertThat(operator.refusal("x-debug", none)).isEqualTo("not allowed for role operator");
        assertThat(operator.allowsOutOfBand()).isFalse();
        assertThat(operator.delivers("STOP")).isFalse();
        assertThat(operator.refusal("object-add", object("{'qom-type': 'iothread', 'id': 'a'}")))
                .isNull();
        assertThat(operator.refusal("object-add", object("{'qom-type': 'throttle-group'}")))
                .isNull();
        assertThat(operator.refusal("object-add", object("{'qom-type': 'secret', 'id': 'a'}")))
                .isEqualTo("with this argument 'qom-type' not allowed for role operator");
        assertThat(operator.refusal("object-add", object("{'qom-type': ['iothread']}")))
                .isEqualTo("with this argument 'qom-type' not allowed for role operator");
        assertThat(operator.refusal("object-add", none))
                .isEqualTo("without argument 'qom-type' not allowed for role operator");
        assertThat(policy.role("observer").orElseThrow().delivers("STOP")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"roles\": {\"a\": {\"allow\": [\"x\", 1]}}}     | 1:33: this is not a string",
                "{\"roles\": {\"a\": {\"alow\": []}}}           | 1:26: 'alow' is not known here",
                "{\"roles\": []}                               | 1:11: this is not an object",
                "{\"assign\": [{\"role\": \"nosuch\", \"uid\": 0}]} | 1:22: there is no role 'nosuch'",
                "{\"assign\": [{\"role\": \"readonly\"}]}       | 1:13: this assignment is for nobody in particular: use 'default'",
                "{\"assign\": [{\"uid\": 0}]}                   | 1:13: 'role' is missing",
                "{\"assign\": [{\"uid\": -1, \"role\": \"readonly\"}]} | 1:21: this is neither a number nor a name",
                "{\"default\": 1}                              | 1:13: this is not the name of a role",
                "{\"roles\": {\"a\": {\"oob\": 1}}}             | 1:25: 'oob' is not true or false",
            })
    void namesThePlaceOfAFault(String text, String message) {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> policy(text))
                .withMessage("p.json:" + message);
    }

    @Test
    void namesTheLineOfAFault() {
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> policy(
                        "{\n  'roles': {'o\u00e9': {'deny': [']}\\'', {'a': [1, 'b']}],\n    'allow': ['x']}}}\n"))
                .withMessage("p.json:2:37: this is not a string");
        assertThatExceptionOfType(PolicyException.class)
                .isThrownBy(() -> policy("{\n  'default': }"))
                .withMessageMatching("p.json:2:\\d+: JSON parse error.*");
    }

    @ParameterizedTest
    @CsvSource({
        "a*c*e, abcde, true",
        "a*c*e, abde, false",
        "*, '', true",
        "**a, xa, true",
        "a*, b, false",
        "*b*b, abb, true",
        "*b*b, ab, false",
        "abc, abcd, false",
        "ab*ba, aba, false",
    })
    void matchesPatterns(String pattern, String text, boolean matches) {
        assertThat(NamePatterns.matches(pattern, text)).isEqualTo(matches);
    }
}
