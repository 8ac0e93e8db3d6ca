package dev.qmp.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    /** Rules, request, the fault's text. Specification: {@code qmp-check-members}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            IN_BAND_ONLY | null                                              | QMP input must be a JSON object
            IN_BAND_ONLY | []                                                | QMP input must be a JSON object
            IN_BAND_ONLY | "x"                                               | QMP input must be a JSON object
            IN_BAND_ONLY | -1.5                                              | QMP input must be a JSON object
            IN_BAND_ONLY | {}                                                | QMP input lacks member 'execute'
            IN_BAND_ONLY | {"id":1}                                          | QMP input lacks member 'execute'
            IN_BAND_ONLY | {"execute":true}                                  | QMP input member 'execute' must be a string
            IN_BAND_ONLY | {"execute":"x","arguments":null}                  | QMP input member 'arguments' must be an object
            IN_BAND_ONLY | {"execute":"x","arguments":[]}                    | QMP input member 'arguments' must be an object
            IN_BAND_ONLY | {"exec-oob":"x"}                                  | QMP input member 'exec-oob' is unexpected
            IN_BAND_ONLY | {"execute":"x","control":{}}                      | QMP input member 'control' is unexpected
            IN_BAND_ONLY | {"extra":1,"execute":true}                        | QMP input member 'extra' is unexpected
            IN_BAND_ONLY | {"foo":1,"execute":true}                          | QMP input member 'execute' must be a string
            EXEC_OOB     | {"exec-oob":"x","execute":"y"}                    | QMP input member 'execute' clashes with 'exec-oob'
            EXEC_OOB     | {"execute":"y","exec-oob":"x"}                    | QMP input member 'execute' clashes with 'exec-oob'
            EXEC_OOB     | {"execute":"y","exec-oob":1}                      | QMP input member 'exec-oob' must be a string
            EXEC_OOB     | {"exec-oob":"x","control":{}}                     | QMP input member 'control' is unexpected
            CONTROL      | {"execute":"x","control":true}                    | QMP input member 'control' must be a dict
            CONTROL      | {"execute":1,"control":true}                      | QMP input member 'control' must be a dict
            CONTROL      | {"execute":"x","control":{"run-oob":1}}           | QMP input member 'control.run-oob' must be a boolean
            CONTROL      | {"execute":"x","control":{"run-oob":true,"y":1}}  | QMP input member 'control.y' is unexpected
            CONTROL      | {"exec-oob":"x"}                                  | QMP input member 'exec-oob' is unexpected
            CONTROL      | {"control":{"run-oob":true}}                      | QMP input lacks member 'execute'
            """)
    void reportsTheFirstFaultInQemusOrder(RequestRules rules, String request, String fault) {
        assertThat(Request.of(JsonText.parse(request), rules).fault()).isEqualTo(QmpError.generic(fault));
    }

    /** Rules, request, whether it runs out of band. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            IN_BAND_ONLY | {"execute":"x"}                                | false
            EXEC_OOB     | {"execute":"x"}                                | false
            EXEC_OOB     | {"exec-oob":"x"}                               | true
            CONTROL      | {"execute":"x"}                                | false
            CONTROL      | {"execute":"x","control":{}}                   | false
            CONTROL      | {"execute":"x","control":{"run-oob":false}}    | false
            CONTROL      | {"execute":"x","control":{"run-oob":true}}     | true
            """)
    void tellsInBandFromOutOfBand(RequestRules rules, String text, boolean outOfBand) {
        Request request = Request.of(JsonText.parse(text), rules);
        assertThat(request.fault()).isNull();
        assertThat(request.command()).isEqualTo("x");
        assertThat(request.arguments()).isEmpty();
        assertThat(request.id()).isNull();
        assertThat(request.outOfBand()).isEqualTo(outOfBand);
    }

    /** Whatever the order of the members, and whatever id and arguments there are. */
    @Property
    void takesAnyOrderOfMembers(
            @ForAll @Size(max = 3) List<@AlphaChars @StringLength(min = 1, max = 3) String> keys,
            @ForAll @AlphaChars @StringLength(max = 5) String command,
            @ForAll boolean outOfBand,
            @ForAll long seed) {
        JsonObjectBuilder arguments = JsonValues.object();
        keys.forEach(key -> arguments.add(key, keys.size()));
        JsonObject expected = arguments.build();
        List<Map.Entry<String, JsonValue>> members = new ArrayList<>(List.of(
                Map.entry(outOfBand ? "exec-oob" : "execute", JsonValues.string(command)),
                Map.entry("arguments", expected),
                Map.entry("id", expected)));
        Collections.shuffle(members, new Random(seed));
        JsonObjectBuilder envelope = JsonValues.object();
        members.forEach(member -> envelope.add(member.getKey(), member.getValue()));
        Request request = Request.of(envelope.build(), RequestRules.EXEC_OOB);
        assertThat(request.fault()).isNull();
        assertThat(request.command()).isEqualTo(command);
        assertThat(request.arguments()).isEqualTo(expected);
        assertThat(request.id()).isEqualTo(expected);
        assertThat(request.outOfBand()).isEqualTo(outOfBand);
    }

    /** One member too many is a fault wherever it stands, in every dialect. */
    @Property
    void namesAMemberThatIsNotExpected(
            @ForAll @AlphaChars @StringLength(min = 1, max = 12) String extra, @ForAll long seed) {
        Assume.that(!List.of("execute", "arguments", "id", "control").contains(extra));
        List<String> members = new ArrayList<>(List.of("execute", "id", extra));
        Collections.shuffle(members, new Random(seed));
        JsonObjectBuilder envelope = JsonValues.object();
        members.forEach(member -> envelope.add(member, member));
        JsonObject request = envelope.build();
        for (RequestRules rules : RequestRules.values()) {
            assertThat(Request.of(request, rules).fault())
                    .isEqualTo(QmpError.generic("QMP input member '" + extra + "' is unexpected"));
        }
    }

    @Test
    void takesTheOutOfBandPathWithTheFaultsOfOutOfBandRequests() {
        assertThat(Request.of(JsonText.parse("{'exec-oob':1}"), RequestRules.EXEC_OOB)
                        .outOfBand())
                .isTrue();
        assertThat(Request.of(JsonText.parse("{'exec-oob':'x','execute':'y'}"), RequestRules.EXEC_OOB)
                        .outOfBand())
                .isFalse();
        assertThat(Request.of(JsonText.parse("{'exec-oob':'x'}"), RequestRules.IN_BAND_ONLY)
                        .outOfBand())
                .isFalse();
    }

    @Test
    void keepsAnyIdWithAnyFault() {
        for (String id : new String[] {"null", "[1, {\"b\": 2}]", "\"x\"", "1.5"}) {
            JsonValue expected = JsonText.parse(id);
            assertThat(Request.of(JsonText.parse("{\"execute\":\"x\",\"id\":" + id + "}"), RequestRules.EXEC_OOB)
                            .id())
                    .isEqualTo(expected);
            assertThat(Request.of(JsonText.parse("{\"execute\":1,\"id\":" + id + "}"), RequestRules.EXEC_OOB)
                            .id())
                    .isEqualTo(expected);
        }
    }
}
