package dev.qmp.cli.commandline;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The layout of help texts: lines are broken at spaces only, so that what one would type stays in one piece, and all options that have
 * one name are in one column.
 *
 * <p>Thread: confined to one thread.
 */
final class HelpLayout extends CommandLine.Help {
    private static final int SHORT_NAME = 1;
    private static final int LONG_NAME = 3;
    /** The width of a help text less the columns before the descriptions; the columns may be narrower. */
    private static final int DESCRIPTION_WIDTH = OptionSpecs.WIDTH - OptionSpecs.LABEL_WIDTH - 7;

    HelpLayout(CommandSpec spec, ColorScheme colours) {
        super(spec, colours);
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer usual = super.createDefaultOptionRenderer();
        return (option, label, colours) -> {
            Text[][] rows = usual.render(wrapped(option), label, colours);
            if (option.names().length == 1 && !rows[0][SHORT_NAME].plainString().isEmpty()) {
                String gap = SpecText.takesArgument(option) ? " " : "";
                rows[0][LONG_NAME] = rows[0][SHORT_NAME].concat(gap).concat(rows[0][LONG_NAME]);
                rows[0][SHORT_NAME] = colours.text("");
            }
            return rows;
        };
    }

    @Override
    public IParameterRenderer createDefaultParameterRenderer() {
        IParameterRenderer usual = super.createDefaultParameterRenderer();
        return (parameter, label, colours) -> usual.render(
                PositionalParamSpec.builder(parameter)
                        .description(lines(parameter.description(), DESCRIPTION_WIDTH))
                        .build(),
                label,
                colours);
    }

    @Override
    public String description(Object... parameters) {
        StringBuilder text = new StringBuilder();
        for (String paragraph : commandSpec().usageMessage().description()) {
            for (String line : lines(new String[] {paragraph}, OptionSpecs.WIDTH)) {
                text.append(SpecText.plain(new String[] {line})).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static OptionSpec wrapped(OptionSpec option) {
        return OptionSpec.builder(option)
                .description(lines(option.description(), DESCRIPTION_WIDTH))
                .build();
    }

    private static String[] lines(String[] description, int width) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : String.join(" ", description).split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > width) {
                text.append('\n');
                column = 0;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString().split("\n", -1);
    }
}
