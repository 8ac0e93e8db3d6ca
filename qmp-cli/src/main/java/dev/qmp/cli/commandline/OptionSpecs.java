package dev.qmp.cli.commandline;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Factories for the parts of subcommand descriptions. */
final class OptionSpecs {
    static final String EXAMPLES = "%nExamples:%n";
    /** The width of help texts, and in them of the names and arguments of options. */
    static final int WIDTH = 100;

    static final int LABEL_WIDTH = 34;

    private OptionSpecs() {}

    /** Makes a subcommand with a header, which is its line in the list of subcommands, and the paragraphs of its description. */
    static CommandSpec command(String name, String header, String... description) {
        CommandSpec spec = CommandSpec.create().name(name);
        // An option and its argument are separate words, as for the parsers that are written by hand.
        spec.parser().separator(" ");
        spec.usageMessage()
                .header(header)
                .description(description)
                .descriptionHeading("%n")
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .synopsisHeading("%nUsage: ")
                .abbreviateSynopsis(false)
                .sortOptions(false)
                .sortSynopsis(false)
                .width(WIDTH)
                .longOptionsMaxWidth(LABEL_WIDTH);
        spec.addOption(OptionSpec.builder("--help", "-h")
                .type(boolean.class)
                .usageHelp(true)
                .order(1000)
                .description("show this help")
                .build());
        return spec;
    }

    /** Sets the examples: comments and commands, as typed. */
    static void examples(CommandSpec spec, String... lines) {
        String[] indented = new String[lines.length];
        for (int i = 0; i < lines.length; i++) {
            indented[i] = "  " + lines[i].replace("%", "%%");
        }
        spec.usageMessage().footerHeading(EXAMPLES).footer(indented);
    }

    static OptionSpec flag(String text, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(text).build();
    }

    static OptionSpec value(String label, String text, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(text)
                .build();
    }

    /** An option whose argument is one of a few words. */
    static OptionSpec choice(String label, List<String> choices, String text, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .completionCandidates(choices)
                .description(text)
                .build();
    }

    /** An option whose argument is the name of a file. */
    static OptionSpec file(String label, String text, String... names) {
        return OptionSpec.builder(names)
                .type(java.nio.file.Path.class)
                .arity("1")
                .paramLabel(label)
                .description(text)
                .build();
    }

    /** An option that may be repeated. */
    static OptionSpec repeated(String label, String text, String... names) {
        return OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(label)
                .description(text)
                .build();
    }

    static PositionalParamSpec parameter(String index, String label, String text) {
        return PositionalParamSpec.builder()
                .index(index)
                .type(String.class)
                .arity("1")
                .required(true)
                .paramLabel(label)
                .description(text)
                .build();
    }

    /** All positional arguments from an index on, possibly none. */
    static PositionalParamSpec rest(String index, String label, String text, Class<?> type) {
        return PositionalParamSpec.builder()
                .index(index)
                .type(List.class)
                .auxiliaryTypes(type)
                .arity("0..*")
                .paramLabel(label)
                .description(text)
                .build();
    }
}
