package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qmp.json.JsonText;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.validation.CompatPolicy;
import dev.qmp.qapi.validation.ValidationException;
import dev.qmp.qapi.validation.Validator;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorTest {
    private static final String SCHEMA = """
            { 'pragma': { 'command-returns-exceptions': [ 'give-enum', 'give-ints' ] } }
            { 'enum': 'En', 'data': [ 'one', 'two', { 'name': 'cond', 'if': 'X' } ] }
            { 'struct': 'Ba', 'data': { 'i': 'int', '*s': 'str' } }
            { 'struct': 'De', 'base': 'Ba', 'data': { '*e': 'En', '*l': [ 'De' ], '*next': 'De',
                                                      '*c': { 'type': 'int', 'if': 'X' } } }
            { 'struct': 'Br', 'data': { 'm': 'int', '*n': 'bool' } }
            { 'union': 'In', 'base': { 'tag2': 'En' }, 'discriminator': 'tag2', 'data': { 'two': 'Br' } }
            { 'union': 'Un', 'base': { 'tag': 'En', '*b': 'str' }, 'discriminator': 'tag',
              'data': { 'one': 'Br', 'two': 'In', 'cond': { 'type': 'Br', 'if': 'X' } } }
            { 'alternate': 'Al', 'data': { 'n': 'null', 'e': 'En', 'o': 'Br', 'i': 'uint8', 'l': [ 'int' ] } }
            { 'command': 'scalars', 'data': { '*str': 'str', '*num': 'number', '*bool': 'bool', '*null': 'null',
                '*any': 'any', '*int': 'int', '*int8': 'int8', '*int16': 'int16', '*int32': 'int32', '*int64': 'int64',
                '*uint8': 'uint8', '*uint16': 'uint16', '*uint32': 'uint32', '*uint64': 'uint64', '*size': 'size',
                '*qtype': 'QType' } }
            { 'command': 'nested', 'data': { 'd': 'De', '*es': [ 'En' ], '*un': 'Un', '*uns': [ 'Un' ], '*a': 'Al',
                '*as': [ 'Al' ], '*i8s': [ 'int8' ] } }
            { 'command': 'boxed', 'data': 'Un', 'boxed': true }
            { 'command': 'none' }
            { 'command': 'raw', 'data': { 'x': 'int' }, 'gen': false }
            { 'command': 'give-enum', 'returns': 'En' }
            { 'command': 'give-ints', 'returns': [ 'int8' ] }
            { 'command': 'give', 'returns': 'De' }
            { 'event': 'EV', 'data': { 'x': 'int' } }
            { 'event': 'BARE' }
            """;
    private static final Schema FULL = SchemaCompiler.create().compile(SchemaSource.text("s.json", SCHEMA));
    private static final Schema SMALL = FULL.withConfiguration(Configuration.none());

    static String fault(Runnable check) {
        ValidationException fault = catchThrowableOfType(ValidationException.class, check::run);
        return fault == null ? "" : fault.getMessage();
    }

    private static JsonObject json(String text) {
        return JsonText.parse(text.replace('\'', '"')).asJsonObject();
    }

    private static String arguments(Schema schema, String command, String text) {
        Validator validator = Validator.of(schema, CompatPolicy.ACCEPT);
        return fault(() -> validator.checkArguments(schema.command(command).orElseThrow(), json(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'str': 'x', 'num': 1, 'bool': true, 'null': null, 'any': [{'x': null}], 'qtype': 'qdict'} |",
                "{'num': 1.5, 'bool': false, 'any': null} |",
                "{'str': 1}        | Invalid parameter type for 'str', expected: string",
                "{'str': null}     | Invalid parameter type for 'str', expected: string",
                "{'num': '1'}      | Invalid parameter type for 'num', expected: number",
                "{'bool': 'true'}  | Invalid parameter type for 'bool', expected: boolean",
                "{'null': false}   | Invalid parameter type for 'null', expected: null",
                "{'int': -9223372036854775808, 'int64': 9223372036854775807} |",
                "{'int': 9223372036854775808} | Invalid parameter type for 'int', expected: integer",
                "{'int': 1.0}      | Invalid parameter type for 'int', expected: integer",
                "{'int': 1e3}      | Invalid parameter type for 'int', expected: integer",
                "{'int': '1'}      | Invalid parameter type for 'int', expected: integer",
                "{'int8': -128, 'int16': 32767, 'int32': -2147483648} |",
                "{'int8': 128}     | Parameter 'int8' expects int8_t",
                "{'int16': -32769} | Parameter 'int16' expects int16_t",
                "{'int32': 2147483648} | Parameter 'int32' expects int32_t",
                "{'int32': 2147483648.5} | Invalid parameter type for 'int32', expected: integer",
                "{'uint8': 255, 'uint16': 65535, 'uint32': 4294967295} |",
                "{'uint8': 256}    | Parameter 'uint8' expects uint8_t",
                "{'uint8': -1}     | Parameter 'uint8' expects uint8_t",
                "{'uint16': 65536} | Parameter 'uint16' expects uint16_t",
                "{'uint32': 18446744073709551615} | Parameter 'uint32' expects uint32_t",
                "{'uint8': '1'}    | Parameter 'uint8' expects uint64",
                "{'uint8': 1.0}    | Parameter 'uint8' expects uint64",
                "{'uint64': 18446744073709551615, 'size': -1} |",
                "{'uint64': 18446744073709551616} | Parameter 'uint64' expects uint64",
                "{'size': 1.5}     | Parameter 'size' expects uint64",
                "{'size': '1M'}    | Parameter 'size' expects uint64",
                "{'qtype': 'int'}  | Parameter 'qtype' does not accept value 'int'",
                "{'qtype': 1}      | Invalid parameter type for 'qtype', expected: string",
                "{'zz': 1, 'aa': 2} | Parameter 'aa' is unexpected",
                "{'zz': 1, 'str': 2} | Invalid parameter type for 'str', expected: string",
            })
    void checksScalars(String given, String expected) {
        assertThat(arguments(FULL, "scalars", given)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'d': {'i': 1, 's': 'x', 'e': 'two', 'l': [{'i': 2}], 'next': {'i': 3}, 'c': 4}} |",
                "{}                                   | Parameter 'd' is missing",
                "{'d': 1}                             | Invalid parameter type for 'd', expected: object",
                "{'d': {}}                            | Parameter 'd.i' is missing",
                "{'d': {'i': 1, 'x': 1}}              | Parameter 'd.x' is unexpected",
                "{'d': {'i': 1, 'l': {}}}             | Invalid parameter type for 'd.l', expected: array",
                "{'d': {'i': 1, 'l': [{'i': 1}, 2]}}  | Invalid parameter type for 'd.l[1]', expected: object",
                "{'d': {'i': 1, 'l': [{'i': 1, 'l': [{'i': 1, 'next': {'s': ''}}]}]}} | Parameter 'd.l[0].l[0].next.i' is missing",
                "{'d': {'i': 1, 'e': 'three'}}        | Parameter 'e' does not accept value 'three'",
                "{'d': {'i': 1}, 'es': ['one', 'x']}  | Parameter 'null' does not accept value 'x'",
                "{'d': {'i': 1}, 'es': ['one', 2]}    | Invalid parameter type for 'es[1]', expected: string",
                "{'d': {'i': 1}, 'i8s': [1, 200]}     | Parameter 'null' expects int8_t",
                "{'d': {'i': 1}, 'i8s': [1, true]}    | Invalid parameter type for 'i8s[1]', expected: integer",
                "{'d': {'i': 1}, 'un': {'tag': 'one', 'm': 1, 'n': true, 'b': ''}} |",
                "{'d': {'i': 1}, 'un': {'tag': 'two', 'tag2': 'two', 'm': 1}} |",
                "{'d': {'i': 1}, 'un': {'tag': 'two', 'tag2': 'one'}} |",
                "{'d': {'i': 1}, 'un': {}}             | Parameter 'un.tag' is missing",
                "{'d': {'i': 1}, 'un': {'tag': 'x', 'b': 1}} | Parameter 'tag' does not accept value 'x'",
                "{'d': {'i': 1}, 'un': {'tag': 'one', 'b': 1}} | Invalid parameter type for 'un.b', expected: string",
                "{'d': {'i': 1}, 'un': {'tag': 'one', 'q': 1}} | Parameter 'un.m' is missing",
                "{'d': {'i': 1}, 'un': {'tag': 'two', 'tag2': 'one', 'm': 1}} | Parameter 'un.m' is unexpected",
                "{'d': {'i': 1}, 'un': {'tag': 'two', 'm': 1}} | Parameter 'un.tag2' is missing",
                "{'d': {'i': 1}, 'uns': [{'tag': 'one', 'm': []}]} | Invalid parameter type for 'uns[0].m', expected: integer",
                "{'d': {'i': 1}, 'a': null}           |",
                "{'d': {'i': 1}, 'a': 'two'}          |",
                "{'d': {'i': 1}, 'a': {'m': 1}}       |",
                "{'d': {'i': 1}, 'a': 200}            |",
                "{'d': {'i': 1}, 'a': [1, 2]}         |",
                "{'d': {'i': 1}, 'a': true}           | Invalid parameter type for 'a', expected: Al",
                "{'d': {'i': 1}, 'as': [1, true]}     | Invalid parameter type for 'null', expected: Al",
                "{'d': {'i': 1}, 'a': 1.5}            | Parameter 'a' expects uint64",
                "{'d': {'i': 1}, 'a': 256}            | Parameter 'a' expects uint8_t",
                "{'d': {'i': 1}, 'a': {'n': true}}    | Parameter 'a.m' is missing",
                "{'d': {'i': 1}, 'a': [1, 'x']}       | Invalid parameter type for 'a[1]', expected: integer",
                "{'d': {'i': 'x'}, 'zz': 1}           | Invalid parameter type for 'd.i', expected: integer",
                "{'d': {'i': 1, 'x': 1}, 'es': 1}     | Parameter 'd.x' is unexpected",
            })
    void checksNestedValues(String given, String expected) {
        assertThat(arguments(FULL, "nested", given)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void checksBoxedArgumentsLikeInlineOnes() {
        assertThat(arguments(FULL, "boxed", "{'tag': 'one'}")).isEqualTo("Parameter 'm' is missing");
        assertThat(arguments(FULL, "boxed", "{'tag': 'one', 'm': 1}")).isEmpty();
    }

    @Test
    void takesNoArgumentsWhereNoneAreDeclared() {
        assertThat(arguments(FULL, "none", "{}")).isEmpty();
        assertThat(arguments(FULL, "none", "{'a': 1}")).isEqualTo("Parameter 'a' is unexpected");
    }

    @Test
    void knowsNothingOfWhatTheConfigurationLeavesOut() {
        assertThat(arguments(FULL, "nested", "{'d': {'i': 1, 'c': 1, 'e': 'cond'}}"))
                .isEmpty();
        assertThat(arguments(SMALL, "nested", "{'d': {'i': 1, 'c': 1}}")).isEqualTo("Parameter 'd.c' is unexpected");
        assertThat(arguments(SMALL, "nested", "{'d': {'i': 1, 'e': 'cond'}}"))
                .isEqualTo("Parameter 'e' does not accept value 'cond'");
        assertThat(arguments(SMALL, "boxed", "{'tag': 'cond', 'm': 1}"))
                .isEqualTo("Parameter 'tag' does not accept value 'cond'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "none      | {}             |",
                "none      | {'x': 1}       | Parameter 'x' is unexpected",
                "none      | []             | Invalid parameter type for '<anonymous>', expected: object",
                "give-enum | 'one'          |",
                "give-enum | 'x'            | Parameter 'null' does not accept value 'x'",
                "give-ints | [1, 1.5]       | Invalid parameter type for '[1]', expected: integer",
                "give      | {'s': ''}      | Parameter 'i' is missing",
            })
    void checksResults(String command, String given, String expected) {
        Validator validator = Validator.of(FULL, CompatPolicy.ACCEPT);

        assertThat(fault(() -> validator.checkReturn(
                        FULL.command(command).orElseThrow(), JsonText.parse(given.replace('\'', '"')))))
                .isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void checksEventData() {
        Validator validator = Validator.of(FULL, CompatPolicy.ACCEPT);
        Event event = FULL.event("EV").orElseThrow();
        Event bare = FULL.event("BARE").orElseThrow();

        assertThat(fault(() -> validator.checkEvent(event, json("{'x': 1}")))).isEmpty();
        assertThat(fault(() -> validator.checkEvent(event, json("{}")))).isEqualTo("Parameter 'x' is missing");
        assertThat(fault(() -> validator.checkEvent(bare, json("{'y': 1}")))).isEqualTo("Parameter 'y' is unexpected");
    }

    @Test
    void refusesToCheckWhatIsNotOfItsSchema() {
        Validator validator = Validator.of(FULL, CompatPolicy.ACCEPT);
        Command other = SchemaCompiler.create()
                .compile(SchemaSource.text("t.json", "{ 'command': 'other' }"))
                .command("other")
                .orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> validator.checkArguments(other, json("{}")))
                .withMessage("command 'other' is not of this schema");
    }
}
