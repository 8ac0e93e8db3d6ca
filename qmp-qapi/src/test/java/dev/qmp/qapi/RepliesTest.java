package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.replies.RepliesException;
import dev.qmp.qapi.replies.ScriptedReply;
import dev.qmp.qapi.replies.WireFault;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
    private static final Schema SCHEMA = SchemaCompiler.create().compile(SchemaSource.text("s.json", """
            { 'pragma': { 'command-name-exceptions': [ 'device_add' ] } }
            { 'enum': 'Kind', 'data': [ 'red', 'green' ] }
            { 'struct': 'Na', 'data': { '*name': 'str' } }
            { 'struct': 'Num', 'data': { '*n': 'int', '*s': 'str', '*k': 'Kind' } }
            { 'union': 'Uni', 'base': { 'type': 'Kind' }, 'discriminator': 'type', 'data': { 'red': 'Na', 'green': 'Num' } }
            { 'command': 'query-name', 'returns': 'Na' }
            { 'command': 'query-names', 'returns': [ 'Na' ] }
            { 'command': 'echo', 'data': { '*n': 'int', '*s': 'str', '*k': 'Kind', '*o': 'Num', '*l': [ 'Num' ], '*any': 'any',
                                           '*b': 'bool', '*d': 'number', '*v': 'Uni' },
              'returns': 'Num' }
            { 'command': 'device_add', 'data': { 'driver': 'str' }, 'gen': false }
            { 'command': 'cont' }
            { 'event': 'RESUME' }
            { 'event': 'NAMED', 'data': { 'name': 'str', '*n': 'int' } }
            """));

    private static JsonValue json(String text) {
        return JsonText.parse(text.replace('\'', '"'));
    }

    private static Replies read(String text) {
        return Replies.read(json(text), SCHEMA);
    }

    private static List<String> problems(String text) {
        RepliesException refused = catchThrowableOfType(RepliesException.class, () -> read(text));
        assertThat(refused).as(text).isNotNull().hasMessage(String.join("\n", refused.problems()));
        return refused.problems();
    }

    private static Optional<ScriptedReply> ask(Replies replies, String command, String arguments) {
        return replies.script(SCHEMA.command(command).orElseThrow())
                .next(json(arguments).asJsonObject());
    }

    /** What a command answers: its result, the text of its error, or nothing. */
    private static String answer(Replies replies, String command, String arguments) {
        return ask(replies, command, arguments).map(RepliesTest::outcome).orElse("-");
    }

    private static String outcome(ScriptedReply reply) {
        return reply.outcome() instanceof ScriptedReply.Result result
                ? JsonValues.toText(result.value()).replace('"', '\'')
                : ((ScriptedReply.Failure) reply.outcome()).description();
    }

    @Test
    void handsOutAResultAgainAndAgain() {
        Replies replies = read("{'query-name': {'return': {'name': 'guest-1'}}}");

        for (int i = 0; i < 3; i++) {
            ScriptedReply reply = ask(replies, "query-name", "{}").orElseThrow();
            assertThat(reply.outcome()).isEqualTo(new ScriptedReply.Result(json("{'name': 'guest-1'}")));
            assertThat(reply.delayMillis()).isZero();
            assertThat(reply.events()).isEmpty();
            assertThat(reply.fault()).isNull();
            assertThat(reply.blockOn()).isNull();
        }
        assertThat(replies.answers("query-name")).isTrue();
        assertThat(replies.answers("cont")).isFalse();
        assertThat(replies.script(SCHEMA.command("cont").orElseThrow()).hasAnswers())
                .isFalse();
    }

    @Test
    void handsOutAListInTurnAndStaysAtTheLast() {
        Replies replies = read("""
                {
                  "cont": [
                    { "error": { "class": "GenericError", "desc": "not yet" } },
                    { "return": {}, "delay": 20, "events": [ { "event": "RESUME" },
                                                             { "event": "NAMED", "data": { "name": "x" }, "delay": 5 } ] }
                  ]
                }""");

        assertThat(ask(replies, "cont", "{}").orElseThrow().outcome())
                .isEqualTo(new ScriptedReply.Failure("GenericError", "not yet"));
        for (int i = 0; i < 2; i++) {
            ScriptedReply second = ask(replies, "cont", "{}").orElseThrow();
            assertThat(second.delayMillis()).isEqualTo(20);
            assertThat(second.events())
                    .containsExactly(
                            new ScriptedReply.ScriptedEvent(
                                    SCHEMA.event("RESUME").orElseThrow(),
                                    json("{}").asJsonObject(),
                                    ScriptedReply.ScriptedEvent.BEFORE),
                            new ScriptedReply.ScriptedEvent(
                                    SCHEMA.event("NAMED").orElseThrow(),
                                    json("{'name': 'x'}").asJsonObject(),
                                    5));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                               | {}                              | true",
                "{}                               | {'n': 1}                        | true",
                "{'s': 'a'}                       | {'s': 'a', 'n': 1}              | true",
                "{'s': 'a'}                       | {'s': 'A'}                      | false",
                "{'s': 'a'}                       | {}                              | false",
                "{'d': 1}                         | {'d': 1.0}                      | true",
                "{'d': 1.0}                       | {'d': 1}                        | true",
                "{'d': 100}                       | {'d': 1e2}                      | true",
                "{'d': 18446744073709551615}      | {'d': 18446744073709551615}     | true",
                "{'d': 18446744073709551615}      | {'d': 18446744073709551614}     | false",
                "{'d': 0.1}                       | {'d': 0.10}                     | true",
                "{'b': true}                      | {'b': false}                    | false",
                "{'any': null}                    | {'any': null}                   | true",
                "{'any': null}                    | {}                              | false",
                "{'o': {'n': 1}}                  | {'o': {'s': 'x', 'n': 1}}       | true",
                "{'o': {'n': 1}}                  | {'o': {'s': 'x'}}               | false",
                "{'o': {}}                        | {'o': {'s': 'x'}}               | true",
                "{'o': {}}                        | {}                              | false",
                "{'l': [{'n': 1}, {}]}            | {'l': [{'n': 1, 's': ''}, {}]}  | true",
                "{'l': [{'n': 1}]}                | {'l': [{'n': 1}, {'n': 1}]}     | false",
                "{'l': []}                        | {'l': []}                       | true",
                "{'s': {'$matches': '^virtio-'}}  | {'s': 'virtio-net'}             | true",
                "{'s': {'$matches': '^virtio-'}}  | {'s': 'x-virtio-net'}           | false",
                "{'s': {'$matches': 'io'}}        | {'s': 'virtio-net'}             | true",
                "{'s': {'$matches': ''}}          | {}                              | false",
                "{'any': {'$matches': '1'}}       | {'any': 1}                      | false",
                "{'s': {'$absent': true}}         | {}                              | true",
                "{'s': {'$absent': true}}         | {'s': ''}                       | false",
                "{'s': {'$absent': false}}        | {'s': ''}                       | true",
                "{'o': {'s': {'$absent': true}}}  | {'o': {}}                       | true",
                "{'o': {'s': {'$absent': true}}}  | {}                              | false",
                "{'any': {'$absent': 1, 'a': 1}}  | {'any': {'$absent': 1, 'a': 1}} | true",
                "{'v': {'type': 'green', 'n': 3}} | {'v': {'type': 'green', 'n': 3}} | true",
            })
    void comparesArguments(String when, String arguments, boolean matches) {
        Replies replies = read("{'echo': {'when': " + when + ", 'return': {}}}");

        assertThat(answer(replies, "echo", arguments)).isEqualTo(matches ? "{}" : "-");
    }

    @Test
    void takesTheFirstThatMatchesAndIsLeft() {
        Replies replies = read("""
                {'echo': [
                  {'when': {'s': 'a'}, 'return': {'n': 1}},
                  {'when': {'s': {'$matches': '.'}}, 'times': 2, 'return': {'n': 2}},
                  {'when': {'s': 'a'}, 'return': {'n': 3}},
                  {'return': {'n': 4}} ]}""");

        assertThat(answer(replies, "echo", "{'s': 'a'}")).isEqualTo("{'n': 1}");
        assertThat(answer(replies, "echo", "{'s': 'b'}")).isEqualTo("{'n': 2}");
        assertThat(answer(replies, "echo", "{'s': 'a'}")).isEqualTo("{'n': 2}");
        assertThat(answer(replies, "echo", "{'s': 'b'}")).isEqualTo("{'n': 4}");
        assertThat(answer(replies, "echo", "{'s': 'a'}")).isEqualTo("{'n': 3}");
        assertThat(answer(replies, "echo", "{'s': 'a'}")).isEqualTo("{'n': 4}");
        assertThat(answer(replies, "echo", "{'s': 'a'}")).isEqualTo("{'n': 4}");
    }

    @Test
    void endsAnAnswerThatIsGivenSoManyTimes() {
        Replies replies = read("""
                {'echo': [ {'return': {'n': 1}}, {'times': 2, 'return': {'n': 2}} ],
                 'cont': [ {'times': 'forever', 'return': {}}, {'error': {'class': 'GenericError', 'desc': 'never'}} ]}""");

        List<String> echoed = new ArrayList<>();
        List<String> continued = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            echoed.add(answer(replies, "echo", "{}"));
            continued.add(answer(replies, "cont", "{}"));
        }
        assertThat(echoed).containsExactly("{'n': 1}", "{'n': 2}", "{'n': 2}", "-");
        assertThat(continued).containsOnly("{}");
    }

    @Test
    void changesTheStateOfTheScenario() {
        Replies replies = read("""
                {'$state': 'off',
                 'cont': [ {'state': 'off', 'times': 'forever', 'then': 'on', 'return': {}},
                           {'state': 'on', 'then': 'off', 'error': {'class': 'GenericError', 'desc': '${state} already'}} ],
                 'query-name': [ {'state': 'on', 'times': 'forever', 'return': {'name': '${state}'}},
                                 {'return': {'name': 'was ${state}, ${count}'}} ]}""");

        assertThat(replies.state()).isEqualTo("off");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("{'name': 'was off, 1'}");
        assertThat(answer(replies, "cont", "{}")).isEqualTo("{}");
        assertThat(replies.state()).isEqualTo("on");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("{'name': 'on'}");
        assertThat(answer(replies, "cont", "{}")).isEqualTo("on already");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("{'name': 'was off, 3'}");
        replies.state("on");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("{'name': 'on'}");
    }

    @Test
    void replacesTheAnswersOfOneKey() {
        Replies replies = read("""
                {'$state': 'a', '$connect': {'fault': 'garbage'}, '$hmp': {'x': 'old', 'y': 'old'},
                 'query-name': [ {'return': {'name': 'first'}}, {'return': {'name': 'no. ${count}'}} ],
                 'query-*': {'error': {'class': 'GenericError', 'desc': 'old'}}, 'cont': {'return': {}, 'then': 'b'}}""");
        Replies.Script cont = replies.script(SCHEMA.command("cont").orElseThrow());
        Replies.Script echo = replies.script(SCHEMA.command("echo").orElseThrow());
        cont.next(json("{}").asJsonObject());
        answer(replies, "query-name", "{}");

        assertThat(catchThrowableOfType(
                        RepliesException.class, () -> replies.replace("cont", json("[{'return': {}}, {'return': 1}]"))))
                .hasMessageContaining("command 'cont', answer 2");
        assertThat(cont.next(json("{}").asJsonObject()).map(RepliesTest::outcome))
                .contains("{}");
        replies.replace("cont", json("{'error': {'class': 'GenericError', 'desc': 'new'}}"));
        replies.replace("echo", json("{'return': {'n': 1}}"));
        replies.replace("$hmp", json("{'x': 'new'}"));
        replies.replace("$connect", json("{'fault': 'close'}"));
        replies.replace("query-*", json("{'error': {'class': 'GenericError', 'desc': 'new'}}"));

        assertThat(cont.next(json("{}").asJsonObject()).map(RepliesTest::outcome))
                .contains("new");
        assertThat(echo.hasAnswers()).isTrue();
        assertThat(echo.next(json("{}").asJsonObject()).map(RepliesTest::outcome))
                .contains("{'n': 1}");
        assertThat(replies.human("x").map(RepliesTest::outcome)).contains("'new'");
        assertThat(replies.human("y")).isEmpty();
        assertThat(replies.greeting().map(greeting -> text(greeting.fault()))).contains("CLOSE -1 0");
        assertThat(answer(replies, "query-names", "{}")).isEqualTo("new");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("{'name': 'no. 2'}");
        assertThat(replies.state()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'n': '${arguments.n}'}           | {'n': 7}                      | {'n': 7}",
                "{'n': '${arguments.o.n}'}         | {'o': {'n': -7}}              | {'n': -7}",
                "{'n': '${arguments.l.1.n}'}       | {'l': [{}, {'n': 5}]}         | {'n': 5}",
                "{'n': '${arguments.l.1.n}'}       | {'l': []}                     | {}",
                "{'n': '${arguments.n}'}           | {}                            | {}",
                "{'s': 'n=${arguments.n}.'}        | {'n': 7}                      | {'s': 'n=7.'}",
                "{'s': 'n=${arguments.n}.'}        | {}                            | {'s': 'n=.'}",
                "{'s': '${arguments.s}${arguments.s}'} | {'s': 'ab'}               | {'s': 'abab'}",
                "{'s': 'o=${arguments.o}'}         | {'o': {'n': 1}}               | {'s': 'o={\\'n\\': 1}'}",
                "{'s': 'b=${arguments.b}'}         | {'b': true}                   | {'s': 'b=true'}",
                "{'n': '${count}'}                 | {}                            | {'n': 1}",
                "{'s': '${count}'}                 | {}                            | ?",
                "{'s': '$${count} $$ ${'}          | {}                            | ?",
                "{'s': '$${count} $$'}             | {}                            | {'s': '${count} $$'}",
                "{'s': '${state}'}                 | {}                            | {'s': ''}",
                "{'k': '${arguments.k}'}           | {'k': 'green'}                | {'k': 'green'}",
                "{'k': '${arguments.s}'}           | {'s': 'red'}                  | {'k': 'red'}",
                "'${arguments.o}'                  | {'o': {'n': 1}}               | {'n': 1}",
                "'${arguments.any}'                | {'any': {'s': 'x'}}           | {'s': 'x'}",
            })
    void fillsInValuesOfTheRequestWithTheirTypes(String result, String arguments, String expected) {
        String file = "{'echo': {'return': " + result + "}}";
        if (expected.equals("?")) {
            assertThat(problems(file)).hasSize(1);
        } else {
            assertThat(answer(read(file), "echo", arguments)).isEqualTo(expected);
        }
    }

    @Test
    void doesNotSendWhatTheValuesOfARequestMakeUnfit() {
        Replies replies = read("{'echo': {'return': '${arguments.any}'}, 'query-name*': {'return': {'name': 'x'}}}");

        assertThat(answer(replies, "echo", "{'any': {'x': 1}}"))
                .isEqualTo("the scripted answer to 'echo' does not fit the schema: Parameter 'x' is unexpected");
        assertThat(answer(replies, "echo", "{}"))
                .startsWith("the scripted answer to 'echo' does not fit the schema: Invalid parameter type for");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("{'name': 'x'}");
        assertThat(answer(replies, "query-names", "{}")).contains("does not fit the schema");
    }

    @Test
    void fillsInEventsAndErrors() {
        Replies replies = read(
                """
                {'device_add': {'error': {'class': 'DeviceNotFound', 'desc': "'${arguments.driver}' is not valid"},
                   'events': [ {'event': 'NAMED', 'after': 9, 'data': {'name': '${arguments.id}', 'n': '${arguments.n}'}},
                               {'event': 'RESUME', 'after': 3}, {'event': 'NAMED', 'data': {'name': 'x'}} ]}}""".replace("\"'", "'\\u0027").replace("}' is", "}\\u0027 is").replace("valid\"", "valid'"));

        ScriptedReply reply =
                ask(replies, "device_add", "{'driver': 'e1000', 'id': 'n0'}").orElseThrow();
        assertThat(reply.outcome()).isEqualTo(new ScriptedReply.Failure("DeviceNotFound", "'e1000' is not valid"));
        assertThat(reply.events())
                .extracting(event -> event.event().name() + " " + event.afterMillis() + " "
                        + JsonValues.toText(event.data()).replace('"', '\''))
                .containsExactly("RESUME 3 {}", "NAMED 3 {'name': 'x'}", "NAMED 9 {'name': 'n0'}");
        assertThat(answer(replies, "device_add", "{'driver': 'e1000'}")).contains("does not fit the schema");
    }

    @Test
    void answersByPatternWhatHasNoEntryOfItsOwn() {
        Replies replies = read("""
                {'*': {'error': {'class': 'GenericError', 'desc': 'any ${count}'}},
                 'query-*': {'error': {'class': 'GenericError', 'desc': 'query'}},
                 'query-name*': {'times': 1, 'error': {'class': 'GenericError', 'desc': 'name'}},
                 'query-names': {'return': []}}""");

        assertThat(answer(replies, "query-names", "{}")).isEqualTo("[]");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("name");
        assertThat(answer(replies, "query-name", "{}")).isEqualTo("-");
        assertThat(answer(replies, "cont", "{}")).isEqualTo("any 1");
        assertThat(answer(replies, "echo", "{}")).isEqualTo("any 2");
        for (String protocol : List.of("qmp_capabilities", "query-qmp-schema", "query-commands", "quit")) {
            assertThat(replies.answers(protocol)).as(protocol).isFalse();
        }
    }

    @Test
    void readsFaultsAndWhatBlocks() {
        Replies replies = read("""
                {'$connect': [ {'times': 2, 'fault': 'no-greeting'}, {'fault': {'split': 3, 'every': 10}}, {} ],
                 'cont': [ {'fault': 'no-reply'}, {'fault': {'cut': 5}, 'return': {}}, {'fault': 'cut'}, {'return': {}} ],
                 'query-name': {'block-on': '/tmp/${count}', 'return': {}}}""");

        assertThat(List.of(
                        greeting(replies), greeting(replies), greeting(replies), greeting(replies), greeting(replies)))
                .containsExactly("NO_GREETING -1 0", "NO_GREETING -1 0", "SPLIT 3 10", "none", "none");
        assertThat(List.of(fault(replies), fault(replies), fault(replies), fault(replies)))
                .containsExactly("NO_REPLY -1 0", "CUT 5 0", "CUT -1 0", "none");
        assertThat(ask(replies, "query-name", "{}").orElseThrow().blockOn()).isEqualTo("/tmp/1");
        assertThat(read("{}").greeting()).isEmpty();
    }

    private static String greeting(Replies replies) {
        return text(replies.greeting().orElseThrow().fault());
    }

    private static String fault(Replies replies) {
        return text(ask(replies, "cont", "{}").orElseThrow().fault());
    }

    private static String text(WireFault fault) {
        return fault == null ? "none" : fault.kind() + " " + fault.bytes() + " " + fault.millis();
    }

    @Test
    void answersLinesOfTheHumanMonitor() {
        Replies replies = read("""
                {'$hmp': {'info  version': '1.0', 'info *': {'return': 'info ${count}'},
                          'x': [ {'then': 'done', 'return': 'first'}, {'error': {'class': 'GenericError', 'desc': 'again'}} ]}}""");

        assertThat(replies.human(" info version ").map(RepliesTest::outcome)).contains("'1.0'");
        assertThat(replies.human("info\tblock").map(RepliesTest::outcome)).contains("'info 1'");
        assertThat(replies.human("x").map(RepliesTest::outcome)).contains("'first'");
        assertThat(replies.human("x").map(RepliesTest::outcome)).contains("again");
        assertThat(replies.state()).isEqualTo("done");
        assertThat(replies.human("y")).isEmpty();
    }

    @Test
    void findsOneOfManyAnswersAsIfItLookedAtEach() {
        Random random = new Random(16);
        StringBuilder file = new StringBuilder("{'echo': [");
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String when =
                    switch (random.nextInt(4)) {
                        case 0 -> "{'n': " + random.nextInt(9) + "}";
                        case 1 -> "{'n': " + random.nextInt(9) + ", 's': 'p" + random.nextInt(30) + "'}";
                        case 2 -> "{'s': {'$matches': '" + random.nextInt(10) + "$'}}";
                        default -> "{'s': 'p" + random.nextInt(30) + "', 'd': " + random.nextInt(3) + ".0}";
                    };
            conditions.add(when);
            file.append(i == 0 ? "" : ",")
                    .append("{'when': ")
                    .append(when)
                    .append(", 'return': {'n': ")
                    .append(i)
                    .append("}}");
        }
        Replies replies = read(file + "]}");
        List<Replies> single = conditions.stream()
                .map(when -> read("{'echo': {'when': " + when + ", 'return': {}}}"))
                .toList();
        boolean[] used = new boolean[200];
        for (int round = 0; round < 2000; round++) {
            String arguments = "{'n': " + random.nextInt(10) + ", 's': 'p" + random.nextInt(31) + "', 'd': "
                    + random.nextInt(3) + "}";
            int expected = -1;
            for (int i = 0; i < 200; i++) {
                if (!answer(single.get(i), "echo", arguments).equals("-")) {
                    expected = i;
                    if (!used[i]) {
                        break;
                    }
                }
            }
            if (expected >= 0) {
                used[expected] = true;
            }
            assertThat(answer(replies, "echo", arguments))
                    .as("request %d: %s", round, arguments)
                    .isEqualTo(expected < 0 ? "-" : "{'n': " + expected + "}");
        }
    }

    @Test
    void namesEverythingThatDoesNotFit() {
        assertThat(problems("""
                {
                  "none": { "return": {} },
                  "query-name": [ { "return": { "name": 1 } }, { "return": {}, "error": {} }, {}, 3 ],
                  "cont": { "return": { "x": 1 }, "delay": -1, "retrun": {}, "events": [
                     { "event": "RESUME", "data": { "y": 1 } }, { "event": "NONE" }, {}, 1,
                     { "event": "NAMED", "data": [] }, { "event": "NAMED", "delay": "1" } ] }
                }"""))
                .containsExactly(
                        "command 'none': the schema has no such command",
                        "command 'query-name', answer 1, 'return': Invalid parameter type for 'name', expected: string",
                        "command 'query-name', answer 2: exactly one of 'return' and 'error' is expected",
                        "command 'query-name', answer 3: exactly one of 'return' and 'error' is expected",
                        "command 'query-name', answer 4: an object is expected",
                        "command 'cont': unknown member 'retrun'",
                        "command 'cont', 'return': Parameter 'x' is unexpected",
                        "command 'cont': 'delay' must be a number of milliseconds, an integer of 0 or more",
                        "command 'cont', event 1, event 'RESUME': Parameter 'y' is unexpected",
                        "command 'cont', event 2: the schema has no event 'NONE'",
                        "command 'cont', event 3: the schema has no event without a name",
                        "command 'cont', event 4: an object is expected",
                        "command 'cont', event 5: 'data' must be an object",
                        "command 'cont', event 6, event 'NAMED': Parameter 'name' is missing",
                        "command 'cont', event 6: 'delay' must be a number of milliseconds, an integer of 0 or more");
    }

    @Test
    void refusesErrorsThatQmpDoesNotHave() {
        assertThat(problems("{'cont': {'error': {'class': 'Nonsense', 'desc': 'x'}}}"))
                .containsExactly(
                        "command 'cont', 'error': 'class' must be one of QMP's error classes, such as GenericError");
        assertThat(problems("{'cont': {'error': {'class': 'GenericError'}}}"))
                .containsExactly("command 'cont', 'error': 'desc' must be a string");
        assertThat(problems("{'cont': {'error': 'x'}}"))
                .containsExactly("command 'cont', 'error': an object is expected");
        assertThat(problems("{'cont': {'return': {}, 'events': {}}}"))
                .containsExactly("command 'cont': 'events' must be an array");
        assertThat(problems("{'cont': []}")).containsExactly("command 'cont': at least one answer is expected");
        assertThat(problems("[]")).containsExactly("an object with a member for each command is expected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'when': []}                        | command 'echo', 'when': an object with the arguments to look at is expected",
                "{'when': {'drvier': 1}}             | command 'echo', 'when', 'drvier': no request has this member",
                "{'when': {'o': {'x': 1}}}           | command 'echo', 'when', 'o', 'x': no request has this member",
                "{'when': {'l': [{'x': 1}]}}         | command 'echo', 'when', 'l', element 1, 'x': no request has this member",
                "{'when': {'v': {'z': 1}}}           | command 'echo', 'when', 'v', 'z': no request has this member",
                "{'when': {'n': 'a'}}                | command 'echo', 'when', 'n': is never a string: the schema declares an int",
                "{'when': {'n': {'$matches': 'a'}}}  | command 'echo', 'when', 'n': is never a string: the schema declares an int",
                "{'when': {'s': 1}}                  | command 'echo', 'when', 's': is never a number: the schema declares a string",
                "{'when': {'o': 1}}                  | command 'echo', 'when', 'o': is never a number: the schema declares an object",
                "{'when': {'k': 'blue'}}             | command 'echo', 'when', 'k': is never 'blue'",
                "{'when': {'s': {'$matches': '('}}}  | command 'echo', 'when', 's', '$matches': '(' is not a regular expression: Unclosed group near index 1",
                "{'when': {'s': {'$matches': 1}}}    | command 'echo', 'when', 's', '$matches': a regular expression is expected, a string",
                "{'when': {'s': {'$absent': 1}}}     | command 'echo', 'when', 's', '$absent': true or false is expected",
                "{'when': {'o': {'$exists': 1}}}     | command 'echo', 'when', 'o', '$exists': is not '$matches' or '$absent', alone in its object",
                "{'times': 0}                        | command 'echo', 'times': must be an integer of 1 or more, or \"forever\"",
                "{'times': -1}                       | command 'echo', 'times': must be an integer of 1 or more, or \"forever\"",
                "{'times': 1.5}                      | command 'echo', 'times': must be an integer of 1 or more, or \"forever\"",
                "{'times': 'twice'}                  | command 'echo', 'times': must be an integer of 1 or more, or \"forever\"",
                "{'state': 1}                        | command 'echo', 'state': the name of a state is expected, a string",
                "{'then': ''}                        | command 'echo', 'then': the name of a state is expected, a string",
                "{'block-on': 1}                     | command 'echo': 'block-on' must be a string",
                "{'fault': 'nonsense'}               | command 'echo', 'fault': there is no fault 'nonsense' here; expected: no-reply, close, close-after, cut, reset, garbage, invalid-utf8, wrong-id, no-id, twice, out-of-order, split, white-space",
                "{'fault': 'no-greeting'}            | command 'echo', 'fault': there is no fault 'no-greeting' here; expected: no-reply, close, close-after, cut, reset, garbage, invalid-utf8, wrong-id, no-id, twice, out-of-order, split, white-space",
                "{'fault': {'cut': -1}}              | command 'echo', 'fault': 'cut' must be a number of bytes, an integer of 0 or more",
                "{'fault': {'split': 0}}             | command 'echo', 'fault': 'split' must be a number of bytes from 1 to 1073741824",
                "{'fault': {'cut': 1, 'reset': 1}}   | command 'echo', 'fault': one fault is expected",
                "{'fault': {'twice': 1}}             | command 'echo', 'fault': 'twice' takes no number",
                "{'fault': {'cut': 1, 'every': 1}}   | command 'echo', 'fault': 'every' is for 'split'",
                "{'fault': 'no-reply'}               | command 'echo': with 'no-reply' no reply is sent, so 'return' and 'error' mean nothing",
                "{'events': [{'event': 'RESUME', 'after': 1, 'delay': 1}]} | command 'echo', event 1: 'after' counts from the reply, 'delay' from the event before: one of them is expected",
                "{'events': [{'event': 'RESUME', 'after': -1}]} | command 'echo', event 1: 'after' must be a number of milliseconds, an integer of 0 or more",
                "{'delay': 1e3}                      | command 'echo': 'delay' must be a number of milliseconds, an integer of 0 or more",
            })
    void refusesWhatCannotBeMeant(String members, String problem) {
        String answer = members.replaceFirst("}$", ", 'return': {}}");
        assertThat(problems("{'echo': " + answer + "}")).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'${arguments.x}'           | no request has this argument",
                "{'n': '${arguments.o.x}'}  | no request has this argument",
                "{'n': '${arguments.s.x}'}  | no request has this argument",
                "{'n': '${argument.s}'}     | is not one of ${arguments.NAME}, ${state} and ${count}",
                "{'n': '${arguments.}'}     | is not one of ${arguments.NAME}, ${state} and ${count}",
                "{'s': '${state'}           | is not one of ${arguments.NAME}, ${state} and ${count}",
                "{'n': '${arguments.s}'}    | Invalid parameter type for 'n', expected: integer",
                "{'n': 'x${arguments.n}'}   | Invalid parameter type for 'n', expected: integer",
                "{'x': '${arguments.n}'}    | Parameter 'x' is unexpected",
            })
    void refusesValuesThatNoRequestHas(String result, String problem) {
        assertThat(problems("{'echo': {'return': " + result + "}}"))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'$foo': 1}              | '$foo': expected: $connect, $hmp, $state, or the name of a command",
                "{'$state': 1}            | '$state': the name of a state is expected, a string",
                "{'$hmp': []}             | '$hmp': an object with a member for each line is expected",
                "{'$hmp': {'x': {'return': 1}}} | '$hmp', 'x', 'return': a text is expected, as the monitor prints it",
                "{'$hmp': {'x': {'fault': 'cut', 'return': ''}}} | '$hmp', 'x': unknown member 'fault'",
                "{'$hmp': {'x  y': '', 'x y': ''}} | '$hmp', 'x y': the same line again",
                "{'$connect': {'return': {}}} | '$connect': unknown member 'return'",
                "{'$connect': {'fault': 'no-reply'}} | '$connect', 'fault': there is no fault 'no-reply' here; expected: no-greeting, half-greeting, event-before-greeting, two-greetings, close, close-after, cut, reset, garbage, invalid-utf8, split, white-space",
                "{'$connect': {'fault': 'event-before-greeting'}} | '$connect', 'fault': needs 'events', the ones to send",
                "{'qmp_capabilities': {'return': {}}} | command 'qmp_capabilities': the server itself answers it",
                "{'foo-*': {'return': {}}} | command 'foo-*': the schema has no such command",
                "{'*-name': {'return': {}}} | command '*-name': '*' can only be the last character",
                "{'con*': {'return': 1}}  | command 'con*': no such command can have the answer: Invalid parameter type for 'cont', expected: object",
            })
    void refusesKeysThatMeanNothing(String file, String problem) {
        assertThat(problems(file)).hasSize(1).first().asString().startsWith(problem.replaceFirst("Invalid.*", ""));
    }

    @Test
    void knowsWhereEachProblemIs() {
        String file = """
                {
                  "cont": { "return": {} },
                  "echo": [ { "return": {} },
                            { "when": { "n": 1, "\\u006f": { "x": [ "}", 2 ] } }, "return": {},
                              "events": [ { "event": "RESUME" }, { "event": "NONE" } ] } ]
                }""";
        RepliesException refused =
                catchThrowableOfType(RepliesException.class, () -> Replies.read(JsonText.parse(file), SCHEMA));

        byte[] text = file.getBytes(StandardCharsets.UTF_8);
        assertThat(refused.places())
                .extracting(problem ->
                        file.substring(JsonText.offset(text, problem.path())).replaceFirst("(?s)[ :].*", "") + " "
                                + file.substring(0, JsonText.offset(text, problem.path()))
                                        .lines()
                                        .count())
                .containsExactly("\"event\" 5", "\"x\" 4");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void describesAllNamesOfFaults(boolean greeting) {
        String schema = Replies.jsonSchema();
        String part = schema.substring(schema.indexOf(greeting ? "\"greeting-fault\": {" : "\"reply-fault\": {"));
        part = part.substring(0, part.indexOf("$ref"));

        for (String word : WireFault.Kind.words(greeting)) {
            assertThat(part).contains('"' + word + '"');
        }
        assertThat(part.split(",\\s")).hasSize(WireFault.Kind.words(greeting).size() + 1);
    }
}
