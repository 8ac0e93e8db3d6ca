package dev.qmp.monitor.internal.human;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.CommandTable;
import dev.qmp.dispatch.Reply;
import dev.qmp.dispatch.Request;
import dev.qmp.dispatch.RequestRules;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.SchemaSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanCommandsTest {
    private static final String SCHEMA = """
            { 'pragma': { 'command-name-exceptions': [ 'qmp_capabilities', 'system_reset' ] } }
            ##
            # @Format:
            #
            # How bytes are written.
            #
            # @utf8: as text
            #
            # @base64: as base64
            #
            # Since: 1
            ##
            { 'enum': 'Format', 'data': [ 'utf8', 'base64' ] }
            ##
            # @ringbuf-write:
            #
            # Write to the device @device. It keeps
            # the last bytes.
            #
            # More about it.
            #
            # @device: the device's
            #     name
            #
            # @data: what to write
            #
            # @format: how it is written
            #
            # Since: 1
            ##
            { 'command': 'ringbuf-write', 'data': { 'device': 'str', 'data': 'str', '*format': 'Format' } }
            { 'command': 'qmp_capabilities' }
            { 'command': 'system_reset' }
            ##
            # @quit:
            #
            # End
            #
            # Since: 1
            ##
            { 'command': 'quit' }
            { 'struct': 'State', 'data': { 'running': 'bool', 'status': 'str' } }
            { 'command': 'query-status', 'returns': 'State' }
            { 'command': 'query-block-jobs', 'data': { '*id': 'str' }, 'returns': [ 'State' ] }
            """;
    private static final HumanCommands COMMANDS = new HumanCommands(CommandTable.builder((event, data) -> {})
            .replaceSchema(SchemaSource.text("s.json", SCHEMA))
            .build());

    private static String text(String line) {
        LineResult outcome = COMMANDS.interpret(line);
        assertThat(outcome).as("%s", outcome).isInstanceOf(LineResult.Text.class);
        return ((LineResult.Text) outcome).text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "quit | quit {}",
                "`  q  ` | quit {}",
                "info status | query-status {}",
                "info block_jobs j | query-block-jobs {'id': 'j'}",
                "query-status | query-status {}",
                "system_reset | system_reset {}",
                "ringbuf_write r 'a b' | ringbuf-write {'device': 'r', 'data': 'a b'}",
                "ringbuf-write data={x format=base64 r | Error: the line ends within {",
                "ringbuf-write format=base64 r x=1 | ringbuf-write {'format': 'base64', 'x': 1, 'device': 'r'}",
                "ringbuf-write a b c d | Error: 'c' has no name: write KEY=VALUE",
                "system_reset/2 | system_reset: extraneous characters at the end of line~Try \"help system_reset\" for more information",
                "quit x=1 | `quit|q: extraneous characters at the end of line~Try \"help quit\" for more information`",
                "info status 1 | status: extraneous characters at the end of line~Try \"help info status\" for more information",
                "info nosuch 1 | unknown command: 'info nosuch'",
                "system-reset | unknown command: 'system-reset'",
                "qmp_capabilities | unknown command: 'qmp_capabilities'",
                "c | unknown command: 'c'",
                "/x | unknown command: ''",
                "help x y | unknown command: 'x'",
                "? info x | unknown command: 'info x'",
            })
    void understandsLines(String line, String expected) {
        LineResult outcome = COMMANDS.interpret(line);
        String told = outcome instanceof LineResult.Call call
                ? call.request().command() + " "
                        + JsonValues.toText(call.request().arguments()).replace('"', '\'')
                : text(line);
        assertThat(told.strip().replace("\n", "~")).isEqualTo(expected);
    }

    @Test
    void anEmptyLineIsNothing() {
        assertThat(text("")).isEmpty();
        assertThat(text(" \t ")).isEmpty();
    }

    @Test
    void listsCommandsWithTheirDocumentation() {
        assertThat(text("help")).isEqualTo(text("?")).isEqualTo("""
                query-block-jobs [id] --\s
                query-status  --\s
                quit|q  -- End
                ringbuf-write device data [format] -- Write to the device device
                system_reset  --\s
                help|? [command] -- list the commands, or explain one
                info [name] -- list what can be asked for, or ask
                """);
        assertThat(text("info")).isEqualTo(text("help info")).isEqualTo("""
                info block-jobs [id] --\s
                info status  --\s
                """);
    }

    @Test
    void explainsACommand() {
        assertThat(text("help ringbuf-write")).isEqualTo("""
                ringbuf-write device data [format] -- Write to the device device
                  device=str: the device's name
                  data=str: what to write
                  format=utf8|base64: how it is written
                """);
        assertThat(text("help q")).isEqualTo("quit|q  -- End\n");
        assertThat(text("help ?")).isEqualTo("help|? [command] -- list the commands, or explain one\n");
        assertThat(text("? info block-jobs x")).isEqualTo("info block-jobs [id] -- \n  id=str\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | ? help info q query-block-jobs query-status quit ringbuf-write system_reset",
                "` q` | q query-block-jobs query-status quit",
                "help q | q query-block-jobs query-status quit",
                "`? info ` | block-jobs status",
                "`info ` | block-jobs status",
                "info s | status",
                "info block-jobs i | id=",
                "`help quit ` | ``",
                "`nosuch ` | ``",
                "`info nosuch ` | ``",
                "`ringbuf-write device=x ` | data= format=",
                "`ringbuf-write format=` | format=base64 format=utf8",
            })
    void completesWords(String beginning, String words) {
        assertThat(String.join(" ", COMMANDS.complete(beginning).words())).isEqualTo(words);
        assertThat(COMMANDS.complete(beginning).typed()).isEqualTo(beginning.length() - beginning.lastIndexOf(' ') - 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "quit | {} | ``",
                "query-version | {'qemu': {'micro': 3, 'minor': 2, 'major': 1}, 'package': ' x'} | 1.2.3 x",
                "query-version | {'qemu': 1} | qemu: 1",
                "query-status | {'running': true, 'singlestep': false, 'status': 'running'} | VM status: running",
                "query-status | {'running': true, 'singlestep': true, 'status': 'running'} | VM status: running (single step mode)",
                "query-status | {'running': false, 'status': 'paused'} | VM status: paused",
                "query-status | {'running': false, 'status': 'prelaunch'} | VM status: paused (prelaunch)",
                "query-status | {'status': 'x'} | status: x",
                "query-name | {} | ``",
                "query-name | {'name': 'n'} | n",
                "query-chardev | [{'frontend-open': true, 'filename': 'null', 'label': 'm'}] | m: filename=null",
                "query-chardev | [{'label': 'm'}] | - label: m",
                "query-migrate-capabilities | [{'state': true, 'capability': 'events'}] | events: on",
                "query-migrate | {} | ``",
                "query-migrate | {'status': 'setup'} | Migration status: setup",
                "query-migrate | {'status': 'failed', 'error-desc': 'why'} | Migration status: failed (why)",
                "query-other | {'name': 'n'} | name: n",
            })
    void printsResults(String command, String result, String expected) {
        Request request = request(command);

        assertThat(HumanCommands.text(request, new Reply.Success(JsonText.parse(result))))
                .isEqualTo(expected.isEmpty() ? "" : expected + "\n");
    }

    @Test
    void printsErrors() {
        assertThat(HumanCommands.text(request("quit"), new Reply.Failure(QmpError.generic("no such luck"))))
                .isEqualTo("Error: no such luck\n");
        assertThat(HumanCommands.text(request("quit"), Reply.SILENCE)).isEmpty();
    }

    private static Request request(String command) {
        return Request.of(JsonText.parse("{'execute': '" + command + "'}"), RequestRules.IN_BAND_ONLY);
    }
}
