package dev.qmp.dispatch;

import static dev.qmp.dispatch.TestProvider.ask;
import static dev.qmp.dispatch.TestProvider.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.CompatPolicy.Input;
import dev.qmp.qapi.validation.CompatPolicy.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a command from being run, in the order in which it is looked at. */
class RefusalTest {
    private static final String SCHEMA = """
            { 'struct': 'Values', 'data': { 'new': 'int', '*old': { 'type': 'int', 'features': [ 'deprecated' ] } } }
            { 'command': 'early', 'allow-preconfig': true }
            { 'command': 'old', 'data': { 'a': 'int' }, 'features': [ 'deprecated' ] }
            { 'command': 'risky', 'features': [ 'unstable' ] }
            { 'command': 'set', 'data': { 'new': 'int', '*old': { 'type': 'int', 'features': [ 'deprecated' ] } } }
            { 'command': 'query', 'returns': 'Values' }
            """;

    private final AtomicInteger runs = new AtomicInteger();
    private final CommandTable table = CommandTable.builder((event, data) -> {})
            .provider(provider("test", SCHEMA, commands -> {
                for (String command : List.of("early", "old", "risky", "set")) {
                    commands.action(command, (request, arguments) -> runs.incrementAndGet());
                }
                commands.value("query", (request, arguments) -> JsonText.parse("{'new': 1, 'old': 2}"));
            }))
            .build();

    private static Reply error(ErrorClass errorClass, String description) {
        return new Reply.Failure(new QmpError(errorClass, description));
    }

    private static CompatPolicy deprecated(Input input, Output output) {
        return new CompatPolicy(input, output, Input.ACCEPT, Output.ACCEPT);
    }

    @Test
    void ofSeveralReasonsTheFirstIsGiven() {
        AtomicBoolean missing = new AtomicBoolean(true);
        table.disable("old", "switched off");
        Dispatcher strict = Dispatcher.builder(table)
                .compatibility(deprecated(Input.REJECT, Output.ACCEPT))
                .build();
        Dispatcher lenient =
                Dispatcher.builder(table).machineMissing(missing::get).build();
        String request = "{'exec-oob':'old'}";
        List<Reply> outside = new ArrayList<>();
        strict.dispatch(
                Request.of(JsonText.parse(request), RequestRules.EXEC_OOB),
                TestMonitor.MODERN,
                command -> !command.equals("old"),
                outside::add);
        assertThat(outside).containsExactly(error(ErrorClass.COMMAND_NOT_FOUND, "The command old has not been found"));
        assertThat(ask(strict, request))
                .isEqualTo(error(ErrorClass.COMMAND_NOT_FOUND, "Deprecated command old disabled by policy"));
        assertThat(ask(lenient, request))
                .isEqualTo(error(ErrorClass.COMMAND_NOT_FOUND, "Command old has been disabled: switched off"));
        table.enable("old");
        assertThat(ask(lenient, request))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "The command old does not support OOB"));
        assertThat(ask(lenient, "{'execute':'old'}"))
                .isEqualTo(error(
                        ErrorClass.GENERIC_ERROR,
                        "The command 'old' is permitted only after machine initialization has completed"));
        missing.set(false);
        assertThat(ask(lenient, "{'execute':'old'}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "Parameter 'a' is missing"));
        assertThat(runs).hasValue(0);
        assertThat(ask(lenient, "{'execute':'old','arguments':{'a':1}}")).isEqualTo(Reply.DONE);
        assertThat(runs).hasValue(1);
    }

    @Test
    void someCommandsNeedNoMachine() {
        Dispatcher before = Dispatcher.builder(table).machineMissing(() -> true).build();
        assertThat(ask(before, "{'execute':'early'}")).isEqualTo(Reply.DONE);
        assertThat(ask(before, "{'execute':'query'}"))
                .isEqualTo(error(
                        ErrorClass.GENERIC_ERROR,
                        "The command 'query' is permitted only after machine initialization has completed"));
    }

    @ParameterizedTest
    @CsvSource({"REJECT, ACCEPT", "ACCEPT, REJECT"})
    void deprecatedAndUnstableCommandsAreRefusedEachByItsOwnRule(Input ofDeprecated, Input ofUnstable) {
        Dispatcher dispatcher = Dispatcher.builder(table)
                .compatibility(new CompatPolicy(ofDeprecated, Output.ACCEPT, ofUnstable, Output.ACCEPT))
                .build();
        Reply old = ask(dispatcher, "{'execute':'old','arguments':{'a':1}}");
        Reply risky = ask(dispatcher, "{'execute':'risky'}");
        if (ofDeprecated == Input.REJECT) {
            assertThat(old).isEqualTo(error(ErrorClass.COMMAND_NOT_FOUND, "Deprecated command old disabled by policy"));
            assertThat(risky).isEqualTo(Reply.DONE);
        } else {
            assertThat(old).isEqualTo(Reply.DONE);
            assertThat(risky)
                    .isEqualTo(error(ErrorClass.COMMAND_NOT_FOUND, "Unstable command risky disabled by policy"));
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void aDeprecatedArgumentIsRefusedAndADeprecatedMemberOfAResultHidden() {
        Dispatcher dispatcher = Dispatcher.builder(table)
                .compatibility(deprecated(Input.REJECT, Output.HIDE))
                .build();
        assertThat(ask(dispatcher, "{'execute':'set','arguments':{'new':1,'old':2}}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "Deprecated parameter old disabled by policy"));
        assertThat(ask(dispatcher, "{'execute':'set','arguments':{'new':1}}")).isEqualTo(Reply.DONE);
        assertThat(ask(dispatcher, "{'execute':'query'}")).isEqualTo(new Reply.Success(JsonText.parse("{'new': 1}")));
        assertThat(ask(Dispatcher.builder(table).build(), "{'execute':'query'}"))
                .isEqualTo(new Reply.Success(JsonText.parse("{'new': 1, 'old': 2}")));
    }
}
