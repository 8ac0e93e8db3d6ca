package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which names of clients' certificates the objects of {@code -object} accept. */
class AuthorizationTest {
    private static final String RULES = "[{\"match\": \"CN=bad*\", \"policy\": \"deny\", \"format\": \"glob\"},"
            + " {\"match\": \"CN=b?d1,O=x\", \"policy\": \"allow\", \"format\": \"glob\"},"
            + " {\"match\": \"CN=*\", \"policy\": \"allow\"}]";

    private final ServeObjects objects =
            new ServeObjects(ServeOptions.parse(List.of()).qemu());

    @TempDir
    Path folder;

    private void add(String argument) {
        objects.add(new DeviceOption("-object", argument));
    }

    private void assertRefused(String argument, String reason) {
        assertThatThrownBy(() -> add(argument))
                .isInstanceOfSatisfying(
                        StartException.class,
                        refusal -> assertThat(refusal.lines())
                                .first()
                                .isEqualTo("qmp serve: -object " + argument + ": " + reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=bad1,O=x | false | false", // the first rule that matches decides
                "CN=bod1,O=x | true | true",
                "CN=bod1,O=xy | false | true", // a pattern matches the whole name
                "CN=* | true | true", // exact by default
                "CN=other | false | true",
            })
    void theFirstRuleThatMatchesDecides(String name, boolean denying, boolean allowing) {
        add("{\"qom-type\": \"authz-list\", \"id\": \"a\", \"rules\": " + RULES + "}");
        add("{\"qom-type\": \"authz-list\", \"id\": \"b\", \"policy\": \"allow\", \"rules\": " + RULES + "}");
        assertThat(objects.isAuthorized("a", name)).isEqualTo(denying);
        assertThat(objects.isAuthorized("b", name)).isEqualTo(allowing);
    }

    @Test
    void withoutRulesThePolicyDecides() {
        add("authz-list,id=none");
        add("authz-list,id=all,policy=allow");
        assertThat(objects.isAuthorized("none", "CN=x")).isFalse();
        assertThat(objects.isAuthorized("all", "CN=x")).isTrue();
    }

    /** The texts are QEMU's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "authz-list,id=a,policy=foo | Parameter 'policy' does not accept value 'foo'",
                "authz-list,id=a,rules.0.match=x | Invalid parameter 'rules.0.match'",
                "authz-list,id=a,foo=x | Invalid parameter 'foo'",
                "authz-list-file,id=a | Parameter 'filename' is missing",
            })
    void refusesWrongOptions(String argument, String reason) {
        assertRefused(argument, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | Invalid parameter type for 'rules', expected: array",
                "[1] | Invalid parameter type for 'rules[0]', expected: object",
                "[{\"policy\": \"allow\"}] | Parameter 'rules[0].match' is missing",
                "[{\"match\": \"x\"}] | Parameter 'rules[0].policy' is missing",
                "[{\"match\": 1, \"policy\": \"allow\"}] | Invalid parameter type for 'rules[0].match', expected: string",
                "[{\"match\": \"x\", \"policy\": \"allow\", \"foo\": 1}] | Parameter 'rules[0].foo' is unexpected",
                "[{\"match\": \"x\", \"policy\": \"allow\", \"format\": \"foo\"}] | Parameter 'format' does not accept value 'foo'",
            })
    void refusesWrongRules(String rules, String reason) throws Exception {
        assertRefused("{\"qom-type\": \"authz-list\", \"id\": \"a\", \"rules\": " + rules + "}", reason);
        Path file = Files.writeString(folder.resolve("list"), "{\"rules\": " + rules + "}");
        assertRefused("authz-list-file,id=b,filename=" + file, file + ": " + reason);
    }

    @Test
    void refusesAFileThatIsNotAList() throws Exception {
        Path file = folder.resolve("list");
        assertRefused("authz-list-file,id=a,filename=" + file, file + ": No such file or directory");
        Files.writeString(file, "{\n  \"rules\": }");
        assertRefused("authz-list-file,id=b,filename=" + file, file + ":2:12: JSON parse error, expecting value");
        Files.writeString(file, "[]");
        assertRefused(
                "authz-list-file,id=c,filename=" + file,
                file + ": Invalid parameter type for 'rules', expected: object");
    }

    @Test
    void aFileThatHasChangedIsReadAgainAndWhileItIsWrongNobodyIsAuthorized() throws Exception {
        Path file = Files.writeString(folder.resolve("list"), "{\"policy\": \"allow\"}");
        add("authz-list-file,id=fresh,filename=" + file);
        add("authz-list-file,id=first,filename=" + file + ",refresh=off");
        assertThat(objects.isAuthorized("fresh", "CN=x")).isTrue();
        Files.writeString(file, "{\"policy\": \"deny\"}");
        assertThat(objects.isAuthorized("fresh", "CN=x")).isFalse();
        Files.writeString(file, "{\"policy\": \"allow\" }");
        assertThat(objects.isAuthorized("fresh", "CN=x")).isTrue();
        Files.writeString(file, "{");
        assertThat(objects.isAuthorized("fresh", "CN=x")).isFalse();
        Files.writeString(file, "{\"rules\": []}");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertThat(objects.isAuthorized("fresh", "CN=x")).isFalse();
        Files.writeString(file, "{\"policy\": \"allow\"}");
        assertThat(objects.isAuthorized("fresh", "CN=x")).isTrue();
        Files.delete(file);
        assertThat(objects.isAuthorized("fresh", "CN=x")).isFalse();
        assertThat(objects.isAuthorized("first", "CN=x")).isTrue();
    }
}
