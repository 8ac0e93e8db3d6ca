package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.diff.Change;
import dev.qmp.qapi.diff.ChangeKind;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import dev.qmp.qapi.introspection.Introspection;
import dev.qmp.qapi.introspection.IntrospectionOptions;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SchemaDiffPropertiesTest {
    private static final Map<ChangeKind, ChangeKind> REVERSED = new EnumMap<>(Map.ofEntries(
            Map.entry(ChangeKind.COMMAND_ADDED, ChangeKind.COMMAND_REMOVED),
            Map.entry(ChangeKind.EVENT_ADDED, ChangeKind.EVENT_REMOVED),
            Map.entry(ChangeKind.TYPE_ADDED, ChangeKind.TYPE_REMOVED),
            Map.entry(ChangeKind.MEMBER_ADDED, ChangeKind.MEMBER_REMOVED),
            Map.entry(ChangeKind.VALUE_ADDED, ChangeKind.VALUE_REMOVED),
            Map.entry(ChangeKind.ALTERNATIVE_ADDED, ChangeKind.ALTERNATIVE_REMOVED),
            Map.entry(ChangeKind.FEATURE_ADDED, ChangeKind.FEATURE_REMOVED),
            Map.entry(ChangeKind.MADE_OPTIONAL, ChangeKind.MADE_MANDATORY)));

    private static Schema schema(Random random) {
        return SchemaCompiler.create()
                .withDocs(DocsMode.OFF)
                .compile(SchemaSource.text("s.json", RandomSchema.text(random)));
    }

    private static JsonArray list(Schema schema, boolean unmask) {
        return Introspection.of(schema, IntrospectionOptions.DEFAULT.withUnmask(unmask));
    }

    @Property(tries = 300)
    void aSchemaDoesNotDifferFromItselfNorFromItsIntrospection(@ForAll Random random) {
        Schema schema = schema(random);
        Schema named = Introspection.toSchema(list(schema, true));
        Schema numbered = Introspection.toSchema(list(schema, false));

        assertThat(SchemaDiff.of(schema, schema).changes()).isEmpty();
        assertThat(SchemaDiff.of(schema, named).changes()).isEmpty();
        assertThat(SchemaDiff.of(numbered, schema).changes()).isEmpty();
        assertThat(SchemaDiff.of(named, numbered).changes()).isEmpty();
    }

    @Property(tries = 200)
    void theWayBackReversesEveryChange(@ForAll Random random) {
        Schema first = schema(random);
        Schema second = schema(random);

        assertThat(SchemaDiff.of(second, first).changes())
                .map(change -> change.path() + " " + change.alsoAt() + " " + change.kind())
                .containsExactlyInAnyOrderElementsOf(SchemaDiff.of(first, second).changes().stream()
                        .map(change -> change.path() + " " + change.alsoAt() + " " + reversed(change.kind()))
                        .toList());
    }

    private static ChangeKind reversed(ChangeKind kind) {
        for (Map.Entry<ChangeKind, ChangeKind> pair : REVERSED.entrySet()) {
            if (pair.getKey() == kind) {
                return pair.getValue();
            }
            if (pair.getValue() == kind) {
                return pair.getKey();
            }
        }
        return kind;
    }

    /** An edit of known kind: what a struct's members were and became, and where the change lies below it. */
    private record Edit(ChangeKind kind, String before, String after, String at) {
        static final List<Edit> ALL = List.of(
                new Edit(ChangeKind.MEMBER_ADDED, "", "'n': 'int'", ".n"),
                new Edit(ChangeKind.MEMBER_ADDED, "", "'*n': 'int'", ".n"),
                new Edit(ChangeKind.MEMBER_REMOVED, "'n': [ 'str' ]", "", ".n"),
                new Edit(ChangeKind.MEMBER_REMOVED, "'*n': 'Many'", "", ".n"),
                new Edit(ChangeKind.MADE_OPTIONAL, "'n': 'Few'", "'*n': 'Few'", ".n"),
                new Edit(ChangeKind.MADE_MANDATORY, "'*n': 'any'", "'n': 'any'", ".n"),
                new Edit(ChangeKind.VALUE_ADDED, "'n': 'Few'", "'n': 'Many'", ".n=three"),
                new Edit(ChangeKind.VALUE_REMOVED, "'n': [ 'Many' ]", "'n': [ 'Few' ]", ".n[]=three"),
                new Edit(ChangeKind.ALTERNATIVE_ADDED, "'n': 'Few'", "'n': 'Either'", ".n|null"),
                new Edit(ChangeKind.ALTERNATIVE_REMOVED, "'*n': 'Either'", "'*n': 'Few'", ".n|null"),
                new Edit(ChangeKind.TYPE_CHANGED, "'n': 'int8'", "'n': 'uint16'", ".n"),
                new Edit(ChangeKind.TYPE_CHANGED, "'n': 'str'", "'n': 'bool'", ".n"),
                new Edit(ChangeKind.TYPE_CHANGED, "'*n': [ 'int' ]", "'*n': [ 'any' ]", ".n[]"),
                new Edit(ChangeKind.TYPE_CHANGED, "'n': 'Few'", "'n': 'str'", ".n"),
                new Edit(ChangeKind.FEATURE_ADDED, feature(""), feature("'f'"), ".n#f"),
                new Edit(ChangeKind.FEATURE_REMOVED, feature("'f', 'g'"), feature("'f'"), ".n#g"),
                new Edit(ChangeKind.FEATURE_ADDED, feature("'f'"), feature("'f', 'deprecated'"), ".n#deprecated"),
                new Edit(ChangeKind.CONDITION_CHANGED, "'*n': 'int'", "'*n': { 'type': 'int', 'if': 'X' }", ".n#if"));

        private static String feature(String names) {
            return names.isEmpty() ? "'n': 'str'" : "'n': { 'type': 'str', 'features': [ " + names + " ] }";
        }
    }

    /** Wraps a struct that is edited in others, some levels deep, and lets a command or an event use it. */
    private static final class Wrapping {
        private final StringBuilder text = new StringBuilder();
        private final Deque<String> path = new ArrayDeque<>();
        private String type = "Edited";
        private boolean isObject = true;

        Wrapping(Random random) {
            for (int i = random.nextInt(5); i > 0; i--) {
                wrap("Wrap" + i, isObject ? random.nextInt(5) : random.nextInt(2));
            }
            if (!isObject) {
                wrap("Last", 0);
            }
            switch (random.nextInt(3)) {
                case 0 -> use("{ 'command': 'c-edit', 'boxed': true, 'data': '%s' }", "c-edit.arguments");
                case 1 -> use("{ 'command': 'c-edit', 'returns': [ '%s' ] }", "c-edit.return[]");
                default -> use("{ 'event': 'E_EDIT', 'boxed': true, 'data': '%s' }", "E_EDIT.data");
            }
        }

        private void wrap(String name, int how) {
            String tag = "t-" + name.toLowerCase(Locale.ROOT);
            switch (how) {
                case 0 -> add("{ 'struct': '%s', 'data': { '*w': '%s' } }", name, ".w");
                case 1 -> add("{ 'struct': '%s', 'data': { 'v': 'int', 'w': [ '%s' ] } }", name, ".w[]");
                case 2 ->
                    add(
                            "{ 'union': '%s', 'base': { '" + tag + "': 'Few' }, 'discriminator': '" + tag
                                    + "', 'data': { 'two': '%s' } }",
                            name,
                            "(" + tag + "=two)");
                case 3 -> add("{ 'struct': '%s', 'data': { 'w': 'int', 'inner': '%s' } }", name, ".inner");
                default -> add("{ 'alternate': '%s', 'data': { 's': 'str', 'o': '%s' } }", name, "");
            }
            isObject = how != 4;
        }

        private void add(String format, String name, String step) {
            text.append(format.formatted(name, type)).append('\n');
            type = name;
            path.addFirst(step);
        }

        private void use(String format, String start) {
            text.append(format.formatted(type)).append('\n');
            path.addFirst(start);
        }

        String path() {
            return String.join("", path);
        }
    }

    private static Schema edited(String surroundings, Wrapping wrapping, String members) {
        return SchemaCompiler.create()
                .withDocs(DocsMode.OFF)
                .compile(SchemaSource.text("s.json", surroundings + """
                { 'enum': 'Few', 'data': [ 'one', 'two' ] }
                { 'enum': 'Many', 'data': [ 'one', 'two', 'three' ] }
                { 'alternate': 'Either', 'data': { 'few': 'Few', 'nothing': 'null' } }
                { 'struct': 'Edited', 'data': { %s } }
                """.formatted(members) + wrapping.text));
    }

    @Property(tries = 500)
    void anEditOfKnownKindYieldsJustThatKindAtItsPath(@ForAll Random random) {
        Edit edit = Edit.ALL.get(random.nextInt(Edit.ALL.size()));
        String surroundings = RandomSchema.text(random);
        Wrapping wrapping = new Wrapping(random);

        List<Change> changes = SchemaDiff.of(
                        edited(surroundings, wrapping, edit.before), edited(surroundings, wrapping, edit.after))
                .changes();

        assertThat(changes)
                .map(change -> change.kind() + " " + change.path())
                .containsExactly(edit.kind + " " + wrapping.path() + edit.at);
    }

    @Property(tries = 300)
    void anEditShowsInIntrospectionAsItDoesInTheText(@ForAll Random random) {
        Edit edit = Edit.ALL.get(random.nextInt(Edit.ALL.size()));
        String surroundings = RandomSchema.text(random);
        Wrapping wrapping = new Wrapping(random);
        Schema older = edited(surroundings, wrapping, edit.before);
        Schema newer = edited(surroundings, wrapping, edit.after);

        assertThat(SchemaDiff.of(
                                Introspection.toSchema(list(older, random.nextBoolean())),
                                Introspection.toSchema(list(newer, random.nextBoolean())))
                        .changes())
                .map(Object::toString)
                .containsExactlyElementsOf(SchemaDiff.of(older, newer).changes().stream()
                        .filter(change -> change.kind() != ChangeKind.CONDITION_CHANGED
                                && !change.text().equals("int8 became uint16"))
                        .map(Object::toString)
                        .toList());
    }

    /** A verdict is sound: what the sender of the one schema may send, the receiver of the other takes. */
    @Property(tries = 400)
    void whatBreaksNobodyIsTakenByTheOtherSide(@ForAll Random random) {
        Edit edit = Edit.ALL.get(random.nextInt(Edit.ALL.size()));
        Wrapping wrapping = new Wrapping(random);
        Schema older = edited("", wrapping, edit.before);
        Schema newer = edited("", wrapping, edit.after);
        Change change = SchemaDiff.of(older, newer).changes().get(0);

        boolean request = wrapping.path().startsWith("c-edit.arguments");
        if (!change.breaks(Peer.CLIENT)) {
            assertTaken(request ? older : newer, request ? newer : older, !request, random);
        }
        if (!change.breaks(Peer.SERVER)) {
            assertTaken(request ? newer : older, request ? older : newer, false, random);
        }
    }

    private static void assertTaken(Schema sender, Schema receiver, boolean ignoresMembers, Random random) {
        for (int i = 0; i < 40; i++) {
            JsonValue value = RandomValue.of(payload(sender), sender.configuration(), random);
            if (fault(sender, value).isEmpty()) {
                String fault = fault(receiver, value);
                if (!(ignoresMembers && fault.endsWith("is unexpected"))) {
                    assertThat(fault).as("%s", value).isEmpty();
                }
            }
        }
    }

    private static Type payload(Schema schema) {
        return schema.event("E_EDIT").<Type>map(Event::argumentType).orElseGet(() -> {
            Command command = schema.command("c-edit").orElseThrow();
            return command.returnType().equals(schema.emptyType()) ? command.argumentType() : command.returnType();
        });
    }

    private static String fault(Schema schema, JsonValue value) {
        Validator validator = Validator.of(schema, CompatPolicy.ACCEPT);
        if (!(value instanceof JsonObject) && payload(schema) instanceof ObjectType) {
            return "no object";
        }
        return ValidatorTest.fault(() -> {
            if (schema.event("E_EDIT").isPresent()) {
                validator.checkEvent(schema.event("E_EDIT").get(), (JsonObject) value);
                return;
            }
            Command command = schema.command("c-edit").orElseThrow();
            if (command.returnType().equals(schema.emptyType())) {
                validator.checkArguments(command, (JsonObject) value);
            } else {
                validator.checkReturn(command, value);
            }
        });
    }
}
