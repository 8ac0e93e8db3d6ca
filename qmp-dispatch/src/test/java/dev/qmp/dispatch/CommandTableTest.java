package dev.qmp.dispatch;

import static dev.qmp.dispatch.TestProvider.ask;
import static dev.qmp.dispatch.TestProvider.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.dispatch.spi.CommandBinder;
import dev.qmp.dispatch.spi.Dialect;
import dev.qmp.dispatch.spi.ErrorClass;
import dev.qmp.dispatch.spi.EventLimit;
import dev.qmp.dispatch.spi.Lifecycle;
import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.dispatch.spi.QmpError;
import dev.qmp.dispatch.spi.ShutdownCause;
import dev.qmp.json.JsonText;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.replies.RepliesException;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CommandTableTest {
    private static final Consumer<CommandBinder> ONE = commands -> commands.action("one", (request, arguments) -> {});

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private static Reply error(ErrorClass errorClass, String description) {
        return new Reply.Failure(new QmpError(errorClass, description));
    }

    private static CommandTable.Builder table() {
        return CommandTable.builder((event, data) -> {});
    }

    @Test
    void mergesTheProvidersAndListsTheCommandRegisteredLastFirst() {
        EventLimit limit = new EventLimit("LATE", Duration.ofSeconds(1), List.of("id"));
        CommandTable merged = table().provider(provider("p", "{ 'command': 'one' }\n", ONE))
                .provider(new TestProvider(
                        "q",
                        "{ 'command': 'two' }\n{ 'event': 'LATE', 'data': { 'id': 'str' } }\n",
                        (commands, context) -> commands.action("two", (request, arguments) -> {}),
                        List.of(limit)))
                .build();
        assertThat(merged.enabledCommands()).containsExactly("two", "one");
        assertThat(merged.schema().event("LATE")).isPresent();
        assertThat(merged.eventLimits()).containsExactly(limit);
    }

    @Test
    void listsTheOutOfBandCommandsOfADialect() {
        CommandTable commands = table().provider(provider(
                        "p",
                        "{ 'command': 'one' }\n{ 'command': 'now', 'allow-oob': true }\n{ 'command': 'rfc-only' }\n",
                        ONE.andThen(c -> c.action("now", (request, arguments) -> {}))
                                .andThen(c -> c.action("rfc-only", (request, arguments) -> {}))))
                .build();
        assertThat(commands.outOfBandCommands(Dialect.MODERN)).isEqualTo(Set.of("now"));
        assertThat(commands.outOfBandCommands(Dialect.RFC)).isEqualTo(Set.of("now", "rfc-only"));
    }

    @Test
    void offersSettingsServicesEventsAndTheTableToProviders() {
        List<ProviderContext> hosts = new ArrayList<>();
        CommandTable commands = CommandTable.builder((event, data) -> events.add(event))
                .setting("name", "guest")
                .service(Runnable.class, () -> events.add("service"))
                .provider(new TestProvider(
                        "p",
                        "{ 'command': 'one' }\n",
                        (binder, host) -> {
                            ONE.accept(binder);
                            hosts.add(host);
                            assertThatThrownBy(host::commands).isInstanceOf(IllegalStateException.class);
                        },
                        List.of()))
                .build();
        ProviderContext host = hosts.get(0);
        assertThat(host.setting("name")).contains("guest");
        assertThat(host.setting("nosuch")).isEmpty();
        assertThat(host.service(Lifecycle.class)).isEmpty();
        host.service(Runnable.class).orElseThrow().run();
        host.events().emit("EVENT");
        assertThat(events).containsExactly("service", "EVENT");
        host.commands().disable("one", "from now on");
        assertThat(commands.enabledCommands()).isEmpty();
        assertThatThrownBy(() -> host.commands().disable("nosuch", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no command 'nosuch'");
    }

    @Test
    void leavesOutWhatTheConfigurationLeavesOut() {
        String schema = "{ 'command': 'one' }\n{ 'command': 'two', 'if': 'CONFIG_TWO' }\n";
        assertThat(table().addSchema(SchemaSource.text("a.json", schema))
                        .configuration(Configuration.of(Set.of()))
                        .build()
                        .enabledCommands())
                .containsExactly("one");
        assertThat(table().addSchema(SchemaSource.text("a.json", schema))
                        .build()
                        .enabledCommands())
                .containsExactly("two", "one");
    }

    @Test
    void checksTheDocumentationOfGivenSchemasAsAsked() {
        String undocumented = "{ 'pragma': { 'doc-required': true } }\n{ 'command': 'one' }\n";
        assertThatThrownBy(() -> table().addSchema(SchemaSource.text("a.json", undocumented))
                        .build())
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("a.json:2");
        assertThat(table().addSchema(SchemaSource.text("a.json", undocumented))
                        .docs(DocsMode.OFF)
                        .build()
                        .enabledCommands())
                .containsExactly("one");
    }

    @Test
    void hasTheDocumentationOfProvidersOnRequestOnly() {
        CommandTable commands = table().provider(
                        provider("p", "##\n# @one:\n#\n# Does it.\n##\n{ 'command': 'one' }\n", ONE))
                .build();
        assertThat(commands.schema().command("one").orElseThrow().doc()).isEmpty();
        assertThat(commands.documentedSchema().command("one").orElseThrow().doc())
                .isPresent();
    }

    @Test
    void refusesRepliesThatDoNotFit() {
        assertThatThrownBy(() -> table().addSchema(SchemaSource.text("a.json", "{ 'command': 'one' }\n"))
                        .replies(JsonText.parse("{'two': {'return': {}}}"))
                        .build())
                .isInstanceOf(RepliesException.class)
                .hasMessageContaining("two");
    }

    @Test
    void aProviderThatFailsStopsTheStartAsItIs() {
        assertThatThrownBy(() -> table().provider(provider("p", "{ 'command': 'one' }\n", commands -> {
                            throw new ArithmeticException("on purpose");
                        }))
                        .build())
                .isInstanceOf(ArithmeticException.class);
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
                .isEqualTo(error(ErrorClass.COMMAND_NOT_FOUND, "The command two has not been found"));
        assertThat(ask(scripted, "{'execute':'three'}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "Parameter 'a' is missing"));
        assertThat(events).isEmpty();
        assertThat(ask(scripted, "{'exec-oob':'three','arguments':{'a':1}}"))
                .isEqualTo(new Reply.Success(JsonValue.EMPTY_JSON_OBJECT));
        assertThat(events).containsExactly("E{\"x\": 1}");
        assertThat(ask(scripted, "{'execute':'three','arguments':{'a':1}}"))
                .isEqualTo(error(ErrorClass.DEVICE_NOT_ACTIVE, "gone"));
        assertThat(ask(scripted, "{'execute':'four'}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "command four has no handler here"));
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
    void aHandlerThatDoesNotFitItsDeclarationGivesWay() {
        List<String> notices = new ArrayList<>();
        CommandTable replaced = table().provider(provider(
                        "p",
                        "{ 'command': 'one' }\n{ 'command': 'two' }\n{ 'command': 'later' }\n",
                        ONE.andThen(c -> c.action("two", (request, arguments) -> {}))
                                .andThen(c -> c.async("later", (request, arguments) -> new CompletableFuture<>()))))
                .replaceSchema(SchemaSource.text("r.json", """
                        { 'command': 'one', 'data': { 'a': 'int' } }
                        { 'command': 'two' }
                        { 'command': 'later', 'allow-oob': true }
                        """))
                .replies(JsonText.parse("{'one': {'error': {'class': 'GenericError', 'desc': 'from the script'}}}"))
                .notices(notices::add)
                .build();
        assertThat(notices)
                .containsExactly(
                        "the handler of command 'one' (p.json:1) gives way, because it does not fit the declaration (r.json:1): "
                                + "one.arguments.a: mandatory member added: the handler does not know it",
                        "the handler of command 'later' (p.json:3) gives way, because it does not fit the declaration (r.json:3): "
                                + "out of band it cannot complete later");
        assertThat(List.of(replaced.isHandled("one"), replaced.isHandled("two"), replaced.isHandled("nosuch")))
                .containsExactly(false, true, false);
        Dispatcher served = Dispatcher.builder(replaced).build();
        assertThat(ask(served, "{'execute':'one','arguments':{'a':1}}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "from the script"));
        assertThat(ask(served, "{'execute':'two'}")).isEqualTo(Reply.DONE);
        assertThat(ask(served, "{'execute':'later'}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "command later has no handler here"));
    }

    @Test
    void onlyScriptsTakeArgumentsBeyondTheDeclaredOnes() {
        String declared = "{ 'command': 'one', 'data': { 'driver': 'str', '*id': 'str' }, 'gen': false }\n";
        JsonValue replies = JsonText.parse("{'one': {'return': {}}}");
        Dispatcher scripted = Dispatcher.builder(table().addSchema(SchemaSource.text("a.json", declared))
                        .replies(replies)
                        .build())
                .build();
        assertThat(ask(scripted, "{'execute':'one','arguments':{'driver':'e1000','mac':'a','id':'n','x':{'y':1}}}"))
                .isInstanceOf(Reply.Success.class);
        assertThat(ask(scripted, "{'execute':'one','arguments':{'mac':'a'}}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "Parameter 'driver' is missing"));
        assertThat(ask(scripted, "{'execute':'one','arguments':{'driver':1,'mac':'a'}}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "Invalid parameter type for 'driver', expected: string"));
        Dispatcher handled = Dispatcher.builder(
                        table().provider(provider("p", declared, ONE)).build())
                .build();
        assertThat(ask(handled, "{'execute':'one','arguments':{'driver':'e1000'}}"))
                .isEqualTo(Reply.DONE);
        assertThat(ask(handled, "{'execute':'one','arguments':{'driver':'e1000','mac':'a'}}"))
                .isEqualTo(error(ErrorClass.GENERIC_ERROR, "Parameter 'mac' is unexpected"));
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
}
