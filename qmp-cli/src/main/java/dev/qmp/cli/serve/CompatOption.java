package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.qapi.validation.CompatPolicy;
import java.util.Arrays;
import java.util.Locale;

/** The option {@code -compat}. */
final class CompatOption {
    private static final OptionTable COMPAT = OptionTable.of("compat", null)
            .with(
                    OptionTable.Type.STRING,
                    "deprecated-input",
                    "deprecated-output",
                    "unstable-input",
                    "unstable-output");

    private CompatOption() {}

    /** Reads an argument such as {@code deprecated-input=reject,unstable-output=hide}. */
    static CompatPolicy parse(DeviceOption source, CompatPolicy before) {
        try {
            String argument = source.argument();
            OptionString options =
                    OptionString.parse(OptionJson.isJson(argument) ? OptionJson.text(argument) : argument, COMPAT);
            return new CompatPolicy(
                    choice(source, options, "deprecated-input", before.deprecatedInput()),
                    choice(source, options, "deprecated-output", before.deprecatedOutput()),
                    choice(source, options, "unstable-input", before.unstableInput()),
                    choice(source, options, "unstable-output", before.unstableOutput()));
        } catch (ChardevException e) {
            throw new StartException(source, e);
        }
    }

    private static <E extends Enum<E>> E choice(DeviceOption source, OptionString options, String key, E before) {
        String wanted = options.get(key);
        if (wanted == null) {
            return before;
        }
        return Arrays.stream(before.getDeclaringClass().getEnumConstants())
                .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new StartException(source, "Parameter '" + key + "' does not accept value '" + wanted + "'"));
    }
}
