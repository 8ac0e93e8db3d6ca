package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qmp.json.JsonText;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.replies.Replies;
import dev.qmp.qapi.replies.RepliesException;
import dev.qmp.qapi.replies.ScriptedReply;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;

class RepliesTest {
    private static final Schema SCHEMA = SchemaCompiler.create().compile(SchemaSource.text("s.json", """
            { 'struct': 'Na', 'data': { '*name': 'str' } }
            { 'command': 'query-name', 'returns': 'Na' }
            { 'command': 'cont' }
            { 'event': 'RESUME' }
            { 'event': 'NAMED', 'data': { 'name': 'str' } }
            """));

    private static JsonValue json(String text) {
        return JsonText.parse(text.replace('\'', '"'));
    }

    private static Replies read(String text) {
        return Replies.read(json(text), SCHEMA);
    }

    private static Iterable<String> problems(String text) {
        RepliesException refused = catchThrowableOfType(RepliesException.class, () -> read(text));
        assertThat(refused).hasMessage(String.join("\n", refused.problems()));
        return refused.problems();
    }

    @Test
    void handsOutAResultAgainAndAgain() {
        Replies replies = read("{'query-name': {'return': {'name': 'guest-1'}}}");

        for (int i = 0; i < 3; i++) {
            ScriptedReply reply = replies.next("query-name").orElseThrow();
            assertThat(reply.outcome()).isEqualTo(new ScriptedReply.Result(json("{'name': 'guest-1'}")));
            assertThat(reply.delayMillis()).isZero();
            assertThat(reply.events()).isEmpty();
        }
        assertThat(replies.commands()).containsExactly("query-name");
        assertThat(replies.next("cont")).isEmpty();
        assertThat(replies.all("cont")).isEmpty();
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

        assertThat(replies.all("cont")).hasSize(2);
        assertThat(replies.next("cont").orElseThrow().outcome())
                .isEqualTo(new ScriptedReply.Failure("GenericError", "not yet"));
        for (int i = 0; i < 2; i++) {
            ScriptedReply second = replies.next("cont").orElseThrow();
            assertThat(second.delayMillis()).isEqualTo(20);
            assertThat(second.events())
                    .containsExactly(
                            new ScriptedReply.ScriptedEvent(
                                    SCHEMA.event("RESUME").orElseThrow(),
                                    json("{}").asJsonObject(),
                                    0),
                            new ScriptedReply.ScriptedEvent(
                                    SCHEMA.event("NAMED").orElseThrow(),
                                    json("{'name': 'x'}").asJsonObject(),
                                    5));
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
}
