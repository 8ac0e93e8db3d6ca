package dev.qmp.dispatch;

import static dev.qmp.dispatch.TestProvider.ask;
import static dev.qmp.dispatch.TestProvider.provider;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.SchemaSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that a script answers, beside those of providers. */
class ScriptTest {
    private static final String SCHEMA = """
            { 'command': 'go', 'data': { '*to': 'str' } }
            { 'event': 'E', 'data': { 'n': 'int' } }
            """;

    @TempDir
    Path directory;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private CommandTable.Builder table() {
        return CommandTable.builder((event, data) -> heard.add(event + data));
    }

    private CommandTable.Builder scripted(String replies) {
        return table().addSchema(SchemaSource.text("s.json", SCHEMA)).replies(JsonText.parse(replies));
    }

    private static Reply failure(String description) {
        return new Reply.Failure(new QmpError(ErrorClass.GENERIC_ERROR, description));
    }

    private String nextHeard() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void eventsComeBeforeTheReplyOrAfterItInTheirOrder() throws InterruptedException {
        Dispatcher dispatcher = Dispatcher.builder(scripted("{'go': {'return': {}, 'events': ["
                                + "{'event': 'E', 'data': {'n': 1}}, {'event': 'E', 'data': {'n': 2}},"
                                + "{'event': 'E', 'data': {'n': 3}, 'after': 1},"
                                + "{'event': 'E', 'data': {'n': 4}, 'delay': 1}]}}")
                        .build())
                .build();
        dispatcher.dispatch(
                Request.of(JsonText.parse("{'execute':'go'}"), RequestRules.EXEC_OOB),
                TestMonitor.MODERN,
                CommandScope.ALL,
                reply -> heard.add(reply.outcome()));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            order.add(nextHeard());
        }
        assertThat(order).containsExactly("E{\"n\": 1}", "E{\"n\": 2}", "success", "E{\"n\": 3}", "E{\"n\": 4}");
    }

    @Test
    void answersThatMatchNothingAreAnErrorOfTheirOwn() {
        Dispatcher dispatcher = Dispatcher.builder(
                        scripted("{'go': {'when': {'to': 'x'}, 'return': {}}}").build())
                .build();
        assertThat(ask(dispatcher, "{'execute':'go','arguments':{'to':'x'}}").outcome())
                .isEqualTo("success");
        assertThat(ask(dispatcher, "{'execute':'go','arguments':{'to':'y'}}"))
                .isEqualTo(failure("no scripted answer to command go is left that matches"));
    }

    @Test
    void aFaultIsHandedOnWithTheReplyThatItHappensTo() {
        Dispatcher dispatcher = Dispatcher.builder(
                        scripted("{'go': {'error': {'class': 'GenericError', 'desc': 'lost'}, 'fault': {'cut': 9}}}")
                                .build())
                .build();
        Reply reply = ask(dispatcher, "{'execute':'go'}");
        assertThat(reply).isInstanceOf(Reply.Faulty.class);
        assertThat(((Reply.Faulty) reply).reply()).isEqualTo(failure("lost"));
        assertThat(reply.outcome()).isEqualTo("GenericError");
    }

    @Test
    void aHandlerServesUntilTheScriptHasAnAnswer() {
        CommandTable table = table().provider(provider(
                        "p", SCHEMA, commands -> commands.action("go", (request, arguments) -> heard.add("handled"))))
                .replies(JsonText.parse("{}"))
                .build();
        Dispatcher dispatcher = Dispatcher.builder(table).build();
        assertThat(ask(dispatcher, "{'execute':'go'}")).isEqualTo(Reply.DONE);
        assertThat(table.isHandled("go")).isTrue();
        table.replies()
                .orElseThrow()
                .replace("go", JsonText.parse("{'error': {'class': 'GenericError', 'desc': 'scripted'}}"));
        assertThat(ask(dispatcher, "{'execute':'go'}")).isEqualTo(failure("scripted"));
        assertThat(table.isHandled("go")).isFalse();
        assertThat(heard).containsExactly("handled");
    }

    @Test
    void aReplyCanWaitForAFile() throws Exception {
        Path file = directory.resolve("gate");
        Dispatcher dispatcher = Dispatcher.builder(scripted("{'go': {'return': {}, 'block-on': '" + file + "'}}")
                        .build())
                .build();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> ask(dispatcher, "{'execute':'go'}"));
        assertThat(reply).isNotDone();
        Files.createFile(file);
        assertThat(reply.get(60, TimeUnit.SECONDS).outcome()).isEqualTo("success");
        Path directoryLike = file.resolve("below");
        Dispatcher never = Dispatcher.builder(scripted("{'go': {'return': {}, 'block-on': '" + directoryLike + "'}}")
                        .build())
                .build();
        assertThat(ask(never, "{'execute':'go'}"))
                .isEqualTo(failure("Could not open '" + directoryLike + "': " + directoryLike + ": Not a directory"));
    }

    @Test
    void theEndLetsWhatWaitsForAFileGoOn() throws Exception {
        List<Runnable> atTheEnd = new ArrayList<>();
        Lifecycle host = new Lifecycle() {
            @Override
            public void requestShutdown(ShutdownCause cause) {
                atTheEnd.forEach(Runnable::run);
            }

            @Override
            public void onShutdown(Runnable action) {
                atTheEnd.add(action);
            }
        };
        Dispatcher dispatcher = Dispatcher.builder(
                        scripted("{'go': {'return': {}, 'block-on': '" + directory.resolve("never") + "'}}")
                                .service(Lifecycle.class, host)
                                .build())
                .build();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> ask(dispatcher, "{'execute':'go'}"));
        assertThat(reply).isNotDone();
        host.requestShutdown(ShutdownCause.HOST_SIGNAL);
        assertThat(reply.get(60, TimeUnit.SECONDS).outcome()).isEqualTo("success");
    }

    @Test
    void commandsBesideTheSchemaAreCheckedAndNotShown() {
        CommandTable table = table().provider(provider(
                        "p", "{ 'command': 'one' }\n", c -> c.action("one", (r, a) -> heard.add("provider's"))))
                .beside(provider("beside", """
                        { 'command': 'one' }
                        { 'struct': 'Number', 'data': { 'n': 'int' } }
                        { 'command': 'x-extra', 'data': 'Number', 'returns': 'Number', 'allow-oob': true }
                        """, commands -> {
                    commands.action("one", (request, arguments) -> heard.add("beside"));
                    commands.value("x-extra", (request, arguments) -> arguments);
                }))
                .build();
        Dispatcher dispatcher = Dispatcher.builder(table).checkResults(true).build();
        assertThat(table.enabledCommands()).containsExactly("one");
        assertThat(table.schema().command("x-extra")).isEmpty();
        assertThat(ask(dispatcher, "{'execute':'one'}")).isEqualTo(Reply.DONE);
        assertThat(heard).containsExactly("provider's");
        assertThat(ask(dispatcher, "{'exec-oob':'x-extra','arguments':{'n':7}}"))
                .isEqualTo(new Reply.Success(JsonText.parse("{'n': 7}")));
        assertThat(ask(dispatcher, "{'execute':'x-extra'}")).isEqualTo(failure("Parameter 'n' is missing"));
    }
}
