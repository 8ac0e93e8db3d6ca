package dev.qmp.cli.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the manual pages; run when the image is built. */
public final class ManPages {
    private static final String EXIT_STATUS = """
            .SH EXIT STATUS
            .TP
            0
            done
            .TP
            1
            the work failed; one line on standard error says why
            .TP
            2
            the command line is wrong
            .TP
            3
            the time was over: no reply within \\fB\\-\\-reply\\-timeout\\fR, \\fB\\-\\-deadline\\fR has passed, or too few events came \
            within \\fB\\-\\-for\\fR; of \\fBqmp serve\\fR: memory was exhausted
            .TP
            141
            the reader of standard output has closed it
            """;
    private static final String ENVIRONMENT = """
            .SH ENVIRONMENT
            .TP
            NO_COLOR
            no colours, if it is not empty
            .TP
            TERM
            no colours, if it is \\fBdumb\\fR
            .TP
            QMP_SOCKETS
            the patterns of \\fBqmp ls\\fR, separated by colons
            .TP
            PAGER
            shows replies in \\fBqmp shell\\fR that are longer than the screen (default \\fBless\\fR, if it is installed); \
            none if it is empty or \\fBcat\\fR
            .TP
            XDG_STATE_HOME
            where \\fBqmp/history\\fR is (default \\fI~/.local/state\\fR)
            .TP
            QMP_JAVA_OPTS
            options for the Java runtime
            """;
    private static final String FILES = """
            .SH FILES
            .TP
            ~/.local/state/qmp/history
            the lines typed in \\fBqmp shell\\fR, without secrets, with mode 0600
            """;

    private ManPages() {}

    /**
     * Writes the files of the image that are generated from the descriptions: manual pages and completion scripts.
     *
     * @param args the image's directory {@code share}
     * @throws IOException if they cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path share = Path.of(args[0]);
        Path man = Files.createDirectories(share.resolve("man/man1"));
        for (SpecText.Node node : SpecText.nodes()) {
            Files.writeString(man.resolve(String.join("-", node.path()) + ".1"), page(node), UTF_8);
        }
        Path bash = Files.createDirectories(share.resolve("bash-completion/completions"));
        Files.writeString(bash.resolve("qmp"), BashCompletion.script(), UTF_8);
        Path zsh = Files.createDirectories(share.resolve("zsh/site-functions"));
        Files.writeString(zsh.resolve("_qmp"), ZshCompletion.script(), UTF_8);
    }

    /** Writes the page of a subcommand. */
    static String page(SpecText.Node node) {
        CommandSpec spec = node.spec();
        String name = String.join("-", node.path());
        StringBuilder text = new StringBuilder();
        text.append(".TH ").append(name.toUpperCase(Locale.ROOT)).append(" 1 \"\" \"qmp\" \"QMP for the JVM\"\n");
        text.append(".ad l\n.SH NAME\n").append(name).append(" \\- ");
        text.append(escaped(SpecText.plain(spec.usageMessage().header()))).append('\n');
        text.append(".SH SYNOPSIS\n.nf\n");
        String[] synopsis = spec.usageMessage().customSynopsis();
        text.append(escaped(synopsis.length > 0 ? SpecText.plain(synopsis) : synopsis(node)))
                .append("\n.fi\n");
        text.append(".SH DESCRIPTION\n");
        for (String paragraph : spec.usageMessage().description()) {
            text.append(escaped(SpecText.plain(new String[] {paragraph}))).append("\n.PP\n");
        }
        if (!node.children().isEmpty()) {
            text.append(".SH SUBCOMMANDS\n");
            spec.subcommands()
                    .forEach((child, line) -> item(
                            text,
                            "\\fB" + escaped(child) + "\\fR",
                            SpecText.plain(line.getCommandSpec().usageMessage().header())));
        }
        arguments(text, spec);
        String[] examples = spec.usageMessage().footer();
        if (examples.length > 0) {
            text.append(".SH EXAMPLES\n.nf\n");
            for (String line : examples) {
                text.append(escaped(SpecText.plain(new String[] {line}).strip()))
                        .append('\n');
            }
            text.append(".fi\n");
        }
        text.append(EXIT_STATUS);
        if (spec.findOption("--reply-timeout") != null
                || spec.findOption("--no-events") != null
                || spec.parent() == null) {
            text.append(ENVIRONMENT).append(FILES);
        }
        return text.append(".SH SEE ALSO\n").append(seeAlso(node)).append('\n').toString();
    }

    private static String synopsis(SpecText.Node node) {
        StringBuilder text = new StringBuilder(node.command()).append(" [OPTION]...");
        for (ArgSpec argument : node.spec().positionalParameters()) {
            text.append(' ').append(argument.paramLabel());
        }
        return text.toString();
    }

    private static void arguments(StringBuilder text, CommandSpec spec) {
        if (!spec.positionalParameters().isEmpty()) {
            text.append(".SH ARGUMENTS\n");
            for (ArgSpec argument : spec.positionalParameters()) {
                item(text, "\\fI" + escaped(argument.paramLabel()) + "\\fR", SpecText.plain(argument.description()));
            }
        }
        text.append(".SH OPTIONS\n");
        for (OptionSpec option : spec.options()) {
            StringBuilder term = new StringBuilder();
            for (String name : option.names()) {
                term.append(term.length() > 0 ? ", " : "")
                        .append("\\fB")
                        .append(escaped(name))
                        .append("\\fR");
            }
            if (SpecText.takesArgument(option)) {
                term.append(" \\fI").append(escaped(option.paramLabel())).append("\\fR");
            }
            item(text, term.toString(), SpecText.plain(option.description()));
        }
    }

    private static void item(StringBuilder text, String term, String description) {
        text.append(".TP\n")
                .append(term)
                .append('\n')
                .append(escaped(description))
                .append('\n');
    }

    private static String seeAlso(SpecText.Node node) {
        List<String> names = node.path().size() > 1
                ? List.of(String.join("-", node.path().subList(0, node.path().size() - 1)))
                : node.children().stream().map(child -> "qmp-" + child).toList();
        return names.stream()
                .map(name -> "\\fB" + escaped(name) + "\\fR(1)")
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    /** Escapes the characters that are special to roff. */
    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        StringBuilder lines = new StringBuilder();
        for (String line : safe.split("\n", -1)) {
            lines.append(lines.length() > 0 ? "\n" : "");
            lines.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "")
                    .append(line);
        }
        return lines.toString();
    }
}
