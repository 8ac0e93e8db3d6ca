package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.CheckResult;
import dev.qmp.qapi.compiler.SchemaCompiler;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Schema SCHEMA = SchemaCompiler.create().compile(SchemaSource.text("s.json", """
            ##
            # @Ab:
            #
            # About it.
            #
            # @x: described
            #
            # Features:
            # @f: of x
            ##
            { 'struct': 'Ab', 'data': { 'x': { 'type': 'int', 'features': [ 'f' ] } } }
            { 'struct': 'Cd', 'base': 'Ab', 'data': { '*y': [ 'Cd' ] } }
            { 'enum': 'En', 'data': [ 'a', { 'name': 'b', 'features': [ 'unstable' ] } ] }
            { 'union': 'Un', 'base': { 'tag': 'En' }, 'discriminator': 'tag', 'data': { 'a': 'Cd' } }
            { 'command': 'c', 'data': { 'x': 'int' }, 'allow-oob': true, 'if': 'X', 'features': [ 'deprecated' ] }
            { 'command': 'plain', 'allow-preconfig': true, 'coroutine': true }
            { 'event': 'EV', 'data': 'Cd', 'if': 'X' }
            """));

    @Test
    void looksUpByName() {
        assertThat(SCHEMA.command("c").orElseThrow().describe()).isEqualTo("command 'c'");
        assertThat(SCHEMA.event("EV").orElseThrow()).hasToString("event 'EV'");
        assertThat(SCHEMA.type("Cd").orElseThrow()).hasToString("struct type 'Cd'");
        assertThat(SCHEMA.type("CdList").orElseThrow()).hasToString("array type ['Cd']");
        assertThat(SCHEMA.type("Un").orElseThrow()).hasToString("union type 'Un'");
        assertThat(SCHEMA.type("str").orElseThrow()).hasToString("built-in type 'str'");
        assertThat(SCHEMA.type("c")).isEmpty();
        assertThat(SCHEMA.command("Ab")).isEmpty();
        assertThat(SCHEMA.event("c")).isEmpty();
    }

    @Test
    void showsOnlyCommandsAndEventsThatExist() {
        Schema small = SCHEMA.withConfiguration(Configuration.none());

        assertThat(small.command("c")).isEmpty();
        assertThat(small.event("EV")).isEmpty();
        assertThat(small.commands()).extracting(Command::name).containsExactly("plain");
        assertThat(small.entities()).isEqualTo(SCHEMA.entities());
        assertThat(small.type("Cd")).isPresent();
    }

    @Test
    void flattensMembers() {
        ObjectType derived = (ObjectType) SCHEMA.type("Cd").orElseThrow();

        assertThat(derived.members()).extracting(Member::name).containsExactly("y");
        assertThat(derived.allMembers()).extracting(Member::name).containsExactly("x", "y");
        assertThat(derived.base().orElseThrow().name()).isEqualTo("Ab");
        assertThat(derived.member("x").orElseThrow().definedIn()).isEqualTo("Ab");
        assertThat(derived.member("x").orElseThrow().hasFeature("f")).isTrue();
        assertThat(derived.member("z")).isEmpty();
        assertThat(((ArrayType) derived.member("y").orElseThrow().type()).element())
                .isSameAs(derived);
    }

    @Test
    void suppliesImpliedBranches() {
        UnionType union = (UnionType) SCHEMA.type("Un").orElseThrow();

        assertThat(union.tag().type()).isSameAs(SCHEMA.type("En").orElseThrow());
        assertThat(union.variants()).hasToString("[a: Cd, b: q_empty]");
        assertThat(union.variant("a").orElseThrow().isImplied()).isFalse();
        assertThat(union.variant("b").orElseThrow().isImplied()).isTrue();
        assertThat(union.variant("b").orElseThrow().type()).isSameAs(SCHEMA.emptyType());
        assertThat(union.base().orElseThrow().isImplicit()).isTrue();
    }

    @Test
    void carriesFlagsFeaturesAndPlaces() {
        Command command = SCHEMA.command("c").orElseThrow();

        assertThat(command.allowOob()).isTrue();
        assertThat(command.hasFeature(Feature.DEPRECATED)).isTrue();
        assertThat(command.hasFeature(Feature.UNSTABLE)).isFalse();
        assertThat(command.condition()).isEqualTo(new Condition.Name("X"));
        assertThat(command.argumentType().condition()).isEqualTo(new Condition.Name("X"));
        assertThat(command.returnType()).isSameAs(SCHEMA.emptyType());
        assertThat(command.source()).isEqualTo(new SourceInfo("s.json", 15, null));
        assertThat(command.module()).isEqualTo("s.json");
        Command plain = SCHEMA.command("plain").orElseThrow();
        assertThat(plain.allowOob() || plain.boxed()).isFalse();
        assertThat(plain.allowPreconfig() && plain.coroutine() && plain.gen() && plain.successResponse())
                .isTrue();
        assertThat(((EnumType) SCHEMA.type("En").orElseThrow())
                        .value("b")
                        .orElseThrow()
                        .hasFeature("unstable"))
                .isTrue();
    }

    @Test
    void carriesDocumentation() {
        Doc doc = SCHEMA.type("Ab").orElseThrow().doc().orElseThrow();

        assertThat(doc.body()).isEqualTo("About it.");
        assertThat(doc.member("x")).contains("described");
        assertThat(doc.feature("f")).contains("of x");
        assertThat(doc.feature("x")).isEmpty();
        assertThat(doc.source().line()).isEqualTo(1);
        assertThat(SCHEMA.docs()).containsExactly(doc);
        assertThat(SCHEMA.type("Cd").orElseThrow().doc()).isEmpty();
    }

    @Test
    void supportsExhaustiveWalks() {
        for (SchemaEntity entity : SCHEMA.entities()) {
            boolean known = entity instanceof BuiltinType
                    || entity instanceof EnumType
                    || entity instanceof StructType
                    || entity instanceof UnionType
                    || entity instanceof AlternateType
                    || entity instanceof ArrayType
                    || entity instanceof Command
                    || entity instanceof Event;
            assertThat(known).isTrue();
        }
    }

    @Test
    void refusesChainsThatWouldExhaustTheStack() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append("{ 'struct': 'S")
                    .append(i)
                    .append("s', 'base': 'S")
                    .append(i + 1)
                    .append("s', 'data': {} }\n");
        }
        text.append("{ 'struct': 'S50000s', 'data': {} }\n");

        CheckResult result =
                SchemaCompiler.create().check(java.util.List.of(SchemaSource.text("s.json", text.toString())), false);

        assertThat(result.format())
                .isEqualTo("s.json: In struct 'S500s':\ns.json:501: object S500s is nested too deeply\n");
    }
}
