package dev.qmp.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.CommandException;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.MonitorContext;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
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

    private static CommandProvider provider(String name, String schema, Consumer<CommandBinder> binding) {
        return new CommandProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SchemaSource schema() {
                return SchemaSource.text(name + ".json", schema);
            }

            @Override
            public void bind(CommandBinder commands, ProviderContext context) {
                binding.accept(commands);
            }

            @Override
            public Set<String> alsoOutOfBand(Dialect dialect) {
                return dialect == Dialect.RFC && schema.contains("rfc-only") ? Set.of("rfc-only") : Set.of();
            }
        };
    }

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
    void checksInTheReferencesOrder() {
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
    void listsTheCommandRegisteredLastFirst() {
        assertThat(table.enabledCommands()).startsWith("silent", "rfc-only").endsWith("add");
    }

    @Test
    void replacesDeclarationsAndAnswersFromAScript() {
        CommandTable replaced = CommandTable.builder((event, data) -> events.add(event + data))
                .provider(provider("p", "{ 'command': 'one' }\n{ 'command': 'two' }\n", c -> {
                    c.action("one", (request, arguments) -> {});
                    c.action("two", (request, arguments) -> {});
                }))
                .replaceSchema(SchemaSource.text("r.json", """
                        { 'command': 'one' }
                        { 'command': 'three', 'data': { 'a': 'int' }, 'allow-oob': true }
                        { 'command': 'four' }
                        { 'event': 'E', 'data': { 'x': 'int' } }
                        """))
                .replies(JsonText.parse(
                        "{'three': [{'return': {}, 'delay': 1, 'events': [{'event': 'E', 'data': {'x': 1}}]},"
                                + " {'error': {'class': 'DeviceNotActive', 'desc': 'gone'}}]}"))
                .build();
        assertThat(replaced.enabledCommands()).containsExactly("four", "three", "one");
        Dispatcher scripted = Dispatcher.builder(replaced).checkResults(true).build();
        assertThat(ask(scripted, "{'execute':'one'}")).isEqualTo(Reply.DONE);
        assertThat(ask(scripted, "{'execute':'two'}"))
                .isEqualTo(failure(ErrorClass.COMMAND_NOT_FOUND, "The command two has not been found"));
        assertThat(ask(scripted, "{'execute':'three'}")).isEqualTo(failure("Parameter 'a' is missing"));
        assertThat(events).isEmpty();
        assertThat(ask(scripted, "{'exec-oob':'three','arguments':{'a':1}}"))
                .isEqualTo(new Reply.Success(JsonValue.EMPTY_JSON_OBJECT));
        assertThat(events).containsExactly("E{\"x\": 1}");
        assertThat(ask(scripted, "{'execute':'three','arguments':{'a':1}}"))
                .isEqualTo(failure(ErrorClass.DEVICE_NOT_ACTIVE, "gone"));
        assertThat(ask(scripted, "{'execute':'four'}")).isEqualTo(failure("command four has no handler here"));
    }

    @Test
    void theEndCutsScriptedDelaysShort() {
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
        CommandTable scripted = CommandTable.builder((event, data) -> events.add(event))
                .service(Lifecycle.class, host)
                .addSchema(SchemaSource.text("s.json", """
                        { 'struct': 'Sum', 'data': { 'x': 'int' } }
                        { 'command': 'slow', 'returns': 'Sum' }
                        { 'event': 'BEFORE' }
                        { 'event': 'AFTER' }
                        """))
                .replies(JsonText.parse("{'slow': {'return': {'x': 7}, 'delay': 86400000,"
                        + " 'events': [{'event': 'BEFORE'}, {'event': 'AFTER', 'delay': 86400000}]}}"))
                .build();
        Dispatcher slow = Dispatcher.builder(scripted).build();
        for (int i = 0; i < 2; i++) { // one that waits when the end comes, and one that comes later
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            slow.dispatch(
                    Request.of(JsonText.parse("{'execute':'slow'}"), RequestRules.IN_BAND_ONLY),
                    TestMonitor.MODERN,
                    CommandScope.ALL,
                    reply::complete);
            if (i == 0) {
                assertThat(reply).isNotDone();
                host.requestShutdown(ShutdownCause.HOST_SIGNAL);
            }
            assertThat(reply.orTimeout(60, TimeUnit.SECONDS).join())
                    .isEqualTo(new Reply.Success(JsonText.parse("{'x': 7}")));
        }
        assertThat(events).containsExactly("BEFORE", "BEFORE");
    }

    @Test
    void refusesADeclarationThatAHandlerDoesNotFit() {
        assertThatThrownBy(() -> CommandTable.builder((event, data) -> {})
                        .provider(provider(
                                "p", "{ 'command': 'one' }\n", c -> c.action("one", (request, arguments) -> {})))
                        .replaceSchema(SchemaSource.text("r.json", "{ 'command': 'one', 'data': { 'a': 'int' } }\n"))
                        .build())
                .hasMessageContaining("p.json:1")
                .hasMessageContaining("r.json:1");
    }

    @Test
    void mergesAnAddedSchema() {
        CommandTable merged = CommandTable.builder((event, data) -> {})
                .provider(provider("p", "{ 'command': 'one' }\n", c -> c.action("one", (request, arguments) -> {})))
                .addSchema(SchemaSource.text("a.json", "{ 'command': 'more' }\n"))
                .build();
        assertThat(merged.enabledCommands()).containsExactly("more", "one");
        assertThatThrownBy(() -> CommandTable.builder((event, data) -> {})
                        .provider(provider("p", "{ 'command': 'one' }\n", c -> c.action("one", (r, a) -> {})))
                        .addSchema(SchemaSource.text("a.json", "{ 'command': 'one' }\n"))
                        .build())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("a.json:1")
                .hasMessageContaining("p.json:1");
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

    private static Reply ask(Dispatcher dispatcher, String request) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        dispatcher.dispatch(
                Request.of(JsonText.parse(request), RequestRules.EXEC_OOB),
                TestMonitor.MODERN,
                CommandScope.ALL,
                reply::complete);
        return reply.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void refusesAHandlerThatIsMissingOrTooMany() {
        String schema = "{ 'command': 'one' }\n";
        assertThatThrownBy(() -> CommandTable.builder((event, data) -> {})
                        .provider(provider("p", schema, commands -> {}))
                        .build())
                .hasMessage("command 'one', declared at p.json:1, has no handler");
        assertThatThrownBy(() -> CommandTable.builder((event, data) -> {})
                        .provider(provider("p", schema, commands -> {
                            commands.action("one", (request, arguments) -> {});
                            commands.action("one", (request, arguments) -> {});
                        }))
                        .build())
                .hasMessage("provider 'p' binds command 'one' a second time");
        assertThatThrownBy(() -> CommandTable.builder((event, data) -> {})
                        .provider(provider("p", schema, commands -> commands.action("two", (r, a) -> {})))
                        .build())
                .hasMessage("provider 'p' has a handler for 'two', which no schema declares");
        assertThatThrownBy(() -> CommandTable.builder((event, data) -> {})
                        .provider(provider(
                                "p",
                                "{ 'command': 'one', 'allow-oob': true }\n",
                                commands -> commands.async("one", (r, a) -> new CompletableFuture<>())))
                        .build())
                .hasMessage("provider 'p': command 'one' may run out of band, so its handler cannot complete later");
    }

    @Test
    void namesBothPlacesOfACommandDeclaredTwice() {
        assertThatThrownBy(() -> CommandTable.builder((event, data) -> {})
                        .provider(provider("p", "{ 'command': 'one' }\n", c -> c.action("one", (r, a) -> {})))
                        .provider(provider("q", "\n{ 'command': 'one' }\n", c -> c.action("one", (r, a) -> {})))
                        .build())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("q.json:2")
                .hasMessageContaining("p.json:1");
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
        assertThat(reported).containsExactly("what command 'one' left for after its reply failed: secret");
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
        assertThat(reported).containsExactly("the reply of command 'one' was not delivered: secret");
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
