package dev.qmp.cli.commandline;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The parts of which the descriptions of subcommands are made. */
final class Parts {
    static final String EXAMPLES = "%nExamples:%n";
    /** The width of help texts, and in them of the names and arguments of options. */
    static final int WIDTH = 100;

    static final int LABEL_WIDTH = 34;

    private Parts() {}

    /** Begins a subcommand; its text is one line for the list of subcommands and then paragraphs. */
    static CommandSpec command(String name, String header, String... description) {
        CommandSpec spec = CommandSpec.create().name(name);
        // As the hand-written parsers do it: an option and its argument are two words.
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
                .description("show this text")
                .build());
        return spec;
    }

    /** Sets the examples: lines of comments and of commands, as typed. */
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

    /** An option that may be given several times. */
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

    /** All arguments from an index on; there may be none. */
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
