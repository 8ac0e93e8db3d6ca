package dev.qmp.dispatch;

import static dev.qmp.dispatch.TestProvider.ask;
import static dev.qmp.dispatch.TestProvider.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final String SCHEMA = """
            { 'struct': 'Sum', 'data': { 'sum': 'int' } }
            { 'command': 'add', 'data': { 'a': 'int', '*b': 'uint8' }, 'returns': 'Sum' }
            { 'command': 'refuse' }
            { 'command': 'crash' }
            { 'command': 'now', 'allow-oob': true }
            { 'command': 'later' }
            { 'command': 'rfc-only' }
            { 'command': 'silent', 'success-response': false }
            """;

    private final CompletableFuture<JsonValue> later = new CompletableFuture<>();
    private final List<Optional<MonitorContext>> current = new ArrayList<>();
    private final CommandTable table = CommandTable.builder((event, data) -> {})
            .provider(provider("test", SCHEMA, commands -> {
                commands.value(
                        "add",
                        (request, arguments) -> JsonValues.object()
                                .add("sum", arguments.getInt("a") + arguments.getInt("b", 0))
                                .build());
                commands.action("refuse", (request, arguments) -> {
                    throw new CommandException(new QmpError(ErrorClass.DEVICE_NOT_FOUND, "no such thing"));
                });
                commands.action("crash", (request, arguments) -> {
                    throw new IllegalStateException("on purpose");
                });
                commands.action("now", (request, arguments) -> current.add(CurrentMonitor.get()));
                commands.async("later", (request, arguments) -> later);
                commands.action("rfc-only", (request, arguments) -> {});
                commands.action("silent", (request, arguments) -> {});
            }))
            .build();
    private final Dispatcher dispatcher =
            Dispatcher.builder(table).checkResults(true).build();

    private List<Reply> dispatch(MonitorContext monitor, RequestRules rules, String request) {
        List<Reply> replies = new ArrayList<>();
        dispatcher.dispatch(Request.of(JsonText.parse(request), rules), monitor, CommandScope.ALL, replies::add);
        return replies;
    }

    private Reply reply(String request) {
        List<Reply> replies = dispatch(TestMonitor.MODERN, RequestRules.EXEC_OOB, request);
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }

    private static Reply failure(ErrorClass errorClass, String description) {
        return new Reply.Failure(new QmpError(errorClass, description));
    }

    private static Reply failure(String description) {
        return failure(ErrorClass.GENERIC_ERROR, description);
    }

    @Test
    void answersAlsoWhenALateResultFailsWhileItIsChecked() {
        List<Reply> replies = dispatch(TestMonitor.MODERN, RequestRules.EXEC_OOB, "{'execute':'later'}");
        assertThat(replies).isEmpty();
        later.complete((JsonObject) Proxy.newProxyInstance(
                JsonObject.class.getClassLoader(), new Class<?>[] {JsonObject.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getValueType")) {
                        return JsonValue.ValueType.OBJECT;
                    }
                    throw new IllegalStateException("on purpose");
                }));
        assertThat(replies).containsExactly(failure("The command later failed (reference 1)"));
    }

    @Test
    void returnsWhatTheHandlerReturns() {
        assertThat(reply("{'execute':'add','arguments':{'a':40,'b':2}}"))
                .isEqualTo(new Reply.Success(JsonText.parse("{'sum':42}")));
        assertThat(reply("{'execute':'now'}")).isEqualTo(Reply.DONE);
        assertThat(reply("{'execute':'silent'}")).isEqualTo(Reply.SILENCE);
    }

    @Test
    void checksInQemusOrder() {
        assertThat(reply("{'execute':'','id':5}"))
                .isEqualTo(failure(ErrorClass.COMMAND_NOT_FOUND, "The command  has not been found"));
        assertThat(reply("{'exec-oob':'add'}")).isEqualTo(failure("The command add does not support OOB"));
        assertThat(reply("{'execute':'add'}")).isEqualTo(failure("Parameter 'a' is missing"));
        assertThat(reply("{'execute':'add','arguments':{'a':1e0}}"))
                .isEqualTo(failure("Invalid parameter type for 'a', expected: integer"));
        assertThat(reply("{'execute':'add','arguments':{'a':1,'b':300}}"))
                .isEqualTo(failure("Parameter 'b' expects uint8_t"));
        assertThat(reply("{'execute':'add','arguments':{'a':1,'z':0,'c':0}}"))
                .isEqualTo(failure("Parameter 'c' is unexpected"));
    }

    @Test
    void answersWithTheHandlersError() {
        assertThat(reply("{'execute':'refuse'}")).isEqualTo(failure(ErrorClass.DEVICE_NOT_FOUND, "no such thing"));
        assertThat(reply("{'execute':'crash'}")).isEqualTo(failure("The command crash failed (reference 1)"));
    }

    @Test
    void setsTheCurrentMonitorAroundTheHandlerOnly() {
        assertThat(CurrentMonitor.get()).isEmpty();
        assertThat(reply("{'exec-oob':'now'}")).isEqualTo(Reply.DONE);
        assertThat(current).containsExactly(Optional.of(TestMonitor.MODERN));
        assertThat(CurrentMonitor.get()).isEmpty();
    }

    @Test
    void doesWhatIsLeftToDoAfterTheReply() {
        List<Object> order = new ArrayList<>();
        CommandTable rescue = CommandTable.builder((event, data) -> {})
                .provider(provider(
                        "p",
                        "{ 'command': 'one' }\n",
                        c -> c.action("one", (request, arguments) -> request.afterReply(() -> order.add("after")))))
                .build();
        Dispatcher.builder(rescue)
                .checkResults(true)
                .build()
                .dispatch(
                        Request.of(JsonText.parse("{'execute':'one'}"), RequestRules.IN_BAND_ONLY),
                        TestMonitor.MODERN,
                        CommandScope.ALL,
                        order::add);
        assertThat(order).containsExactly(Reply.DONE, "after");
    }

    @Test
    void waitsForAHandlerThatCompletesLater() {
        List<Reply> replies = dispatch(TestMonitor.MODERN, RequestRules.EXEC_OOB, "{'execute':'later'}");
        assertThat(replies).isEmpty();
        later.complete(JsonValues.object().build());
        assertThat(replies).containsExactly(new Reply.Success(JsonValue.EMPTY_JSON_OBJECT));
    }

    @Test
    void answersWithTheErrorOfAHandlerThatCompletesLater() {
        List<Reply> replies = dispatch(TestMonitor.MODERN, RequestRules.EXEC_OOB, "{'execute':'later'}");
        later.completeExceptionally(new CommandException("too late"));
        assertThat(replies).containsExactly(failure("too late"));
    }

    @Test
    void refusesADisabledCommandUntilItIsEnabled() {
        table.disable("now", "for the test");
        assertThat(reply("{'execute':'now'}"))
                .isEqualTo(failure(ErrorClass.COMMAND_NOT_FOUND, "Command now has been disabled: for the test"));
        assertThat(table.enabledCommands()).doesNotContain("now");
        table.disable("now", "");
        assertThat(reply("{'execute':'now'}"))
                .isEqualTo(failure(ErrorClass.COMMAND_NOT_FOUND, "Command now has been disabled"));
        table.enable("now");
        assertThat(reply("{'execute':'now'}")).isEqualTo(Reply.DONE);
        assertThatThrownBy(() -> table.enable("nosuch")).hasMessage("there is no command 'nosuch'");
    }

    @Test
    void letsADialectHaveOutOfBandCommandsOfItsOwn() {
        assertThat(dispatch(TestMonitor.RFC, RequestRules.CONTROL, "{'execute':'rfc-only','control':{'run-oob':true}}"))
                .containsExactly(Reply.DONE);
        assertThat(reply("{'exec-oob':'rfc-only'}")).isEqualTo(failure("The command rfc-only does not support OOB"));
    }

    @Test
    void answersWithAnErrorWhenAHandlerBreaksItsContract() {
        CommandTable broken = CommandTable.builder((event, data) -> {})
                .provider(provider(
                        "p",
                        "{ 'struct': 'Sum', 'data': { 'a': 'int' } }\n{ 'command': 'one', 'returns': 'Sum' }\n",
                        c -> c.value("one", (request, arguments) -> JsonText.parse("{'a':'x'}"))))
                .build();
        assertThat(ask(Dispatcher.builder(broken).checkResults(true).build(), "{'execute':'one'}"))
                .isEqualTo(failure("The command one returned what its schema does not allow: "
                        + "Invalid parameter type for 'a', expected: integer"));
        assertThat(ask(Dispatcher.builder(broken).build(), "{'execute':'one'}"))
                .isEqualTo(new Reply.Success(JsonText.parse("{'a':'x'}")));
    }

    private static final class Unforeseen extends Error {
        private static final long serialVersionUID = 1L;

        Unforeseen() {
            super("secret");
        }
    }

    private final List<String> reported = new ArrayList<>();

    /** A dispatcher whose command 'one' is bound as given. */
    private Dispatcher.Builder bound(String schema, Consumer<CommandBinder> binding) {
        return Dispatcher.builder(CommandTable.builder((event, data) -> {})
                        .provider(provider("failing", schema, binding))
                        .build())
                .errorHandler((what, thrown) -> reported.add(what + ": " + thrown.getMessage()));
    }

    private static Request one() {
        return Request.of(JsonText.parse("{'execute':'one'}"), RequestRules.IN_BAND_ONLY);
    }

    private static final String ONE = "{'command':'one'}";

    @Test
    void anUnexpectedFailureIsAnsweredWithAReferenceThatTheErrorHandlerHasToo() {
        Dispatcher dispatcher = bound(
                        ONE,
                        commands -> commands.action("one", (context, arguments) -> {
                            throw new Unforeseen();
                        }))
                .build();
        assertThat(replyTo(dispatcher)).isEqualTo(failure("The command one failed (reference 1)"));
        assertThat(replyTo(dispatcher)).isEqualTo(failure("The command one failed (reference 2)"));
        assertThat(reported)
                .containsExactly(
                        "the handler of command 'one' failed (reference 1): secret",
                        "the handler of command 'one' failed (reference 2): secret");
    }

    @Test
    void theExceptionsTextIsAnsweredOnlyWhereThatIsWanted() {
        Dispatcher dispatcher = bound(
                        ONE,
                        commands -> commands.action("one", (context, arguments) -> {
                            throw new IllegalStateException("for developers");
                        }))
                .exceptionTexts(true)
                .build();
        assertThat(replyTo(dispatcher))
                .isEqualTo(failure(
                        "The command one failed (reference 1): java.lang.IllegalStateException: for developers"));
    }

    @Test
    void whatIsLeftForAfterTheReplyFailsAloneWhateverItThrows() {
        Dispatcher dispatcher = bound(
                        ONE,
                        commands -> commands.action(
                                "one",
                                (context, arguments) -> context.afterReply(() -> {
                                    throw new Unforeseen();
                                })))
                .build();
        assertThat(replyTo(dispatcher)).isEqualTo(Reply.DONE);
        assertThat(reported).containsExactly("the after-reply action of command 'one' failed: secret");
    }

    @Test
    void aReplyThatCannotBeDeliveredIsReportedAndHarmsNobody() {
        CompletableFuture<JsonValue> stage = new CompletableFuture<>();
        Dispatcher dispatcher = bound(ONE, commands -> commands.async("one", (context, arguments) -> stage))
                .build();
        dispatcher.dispatch(one(), TestMonitor.MODERN, CommandScope.ALL, reply -> {
            throw new Unforeseen();
        });
        stage.complete(JsonValue.EMPTY_JSON_OBJECT);
        assertThat(reported).containsExactly("the reply of command 'one' could not be delivered: secret");
    }

    @Test
    void aHandlerWithoutAStageHasFailed() {
        Dispatcher dispatcher = bound(ONE, commands -> commands.async("one", (context, arguments) -> null))
                .build();
        assertThat(replyTo(dispatcher)).isEqualTo(failure("The command one failed (reference 1)"));
        assertThat(reported)
                .containsExactly("the handler of command 'one' failed (reference 1): the handler returned no stage");
    }

    @Test
    void aStageThatCannotBeListenedToIsAFailureToo() {
        CompletionStage<JsonValue> broken = new CompletableFuture<JsonValue>() {
            @Override
            public CompletableFuture<JsonValue> whenComplete(BiConsumer<? super JsonValue, ? super Throwable> action) {
                throw new Unforeseen();
            }
        };
        Dispatcher dispatcher = bound(ONE, commands -> commands.async("one", (context, arguments) -> broken))
                .build();
        assertThat(replyTo(dispatcher)).isEqualTo(failure("The command one failed (reference 1)"));
    }

    @Test
    void aStageThatCompletesTwiceIsAnsweredOnce() {
        CompletionStage<JsonValue> twice = new CompletableFuture<JsonValue>() {
            @Override
            public CompletableFuture<JsonValue> whenComplete(BiConsumer<? super JsonValue, ? super Throwable> action) {
                action.accept(JsonValue.EMPTY_JSON_OBJECT, null);
                action.accept(null, new Unforeseen());
                return this;
            }
        };
        Dispatcher dispatcher = bound(ONE, commands -> commands.async("one", (context, arguments) -> twice))
                .build();
        List<Reply> replies = new ArrayList<>();
        dispatcher.dispatch(one(), TestMonitor.MODERN, CommandScope.ALL, replies::add);
        assertThat(replies).containsExactly(Reply.DONE);
    }

    @Test
    void nothingIsNoResultOfACommandThatReturnsSomething() {
        String schema = "{'command':'one','returns':'Some'} {'struct':'Some','data':{'a':'int'}}";
        Dispatcher now = bound(schema, commands -> commands.value("one", (context, arguments) -> null))
                .build();
        Dispatcher later = bound(
                        schema,
                        commands ->
                                commands.async("one", (context, arguments) -> CompletableFuture.completedFuture(null)))
                .build();
        assertThat(replyTo(now)).isEqualTo(failure("The command one failed (reference 1)"));
        assertThat(replyTo(later)).isEqualTo(failure("The command one failed (reference 1)"));
    }

    @Test
    void aCommandThatReturnsNothingMayCompleteWithNothing() {
        Dispatcher dispatcher = bound(
                        ONE,
                        commands ->
                                commands.async("one", (context, arguments) -> CompletableFuture.completedFuture(null)))
                .build();
        assertThat(replyTo(dispatcher)).isEqualTo(Reply.DONE);
    }

    private static Reply replyTo(Dispatcher dispatcher) {
        List<Reply> replies = new ArrayList<>();
        dispatcher.dispatch(one(), TestMonitor.MODERN, CommandScope.ALL, replies::add);
        assertThat(replies).hasSize(1);
        return replies.get(0);
    }
}
