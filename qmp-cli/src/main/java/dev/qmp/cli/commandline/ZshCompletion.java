package dev.qmp.cli.commandline;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script for zsh. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String script() {
        List<SpecText.Node> nodes = SpecText.nodes();
        StringBuilder text = new StringBuilder("#compdef qmp\n");
        text.append("# Completion of qmp for zsh: qmp completion zsh > DIRECTORY-IN-FPATH/_qmp\n");
        for (SpecText.Node node : nodes) {
            function(text, node, nodes);
        }
        text.append("_qmp_server() {\n    local -a found whole open\n");
        text.append("    found=(${(f)\"$(qmp __complete \"${(@Q)words[2,CURRENT]}\" 2>/dev/null)\"})\n");
        text.append("    open=(${(M)found:#*[=.]})\n    whole=(${found:|open})\n");
        text.append("    compadd -- $whole\n    compadd -S '' -- $open\n}\n");
        return text.append("if [ \"$funcstack[1]\" = _qmp ]; then\n    _qmp \"$@\"\nelse\n    compdef _qmp qmp\nfi\n")
                .toString();
    }

    private static void function(StringBuilder text, SpecText.Node node, List<SpecText.Node> nodes) {
        text.append(name(node.path())).append("() {\n");
        if (!node.children().isEmpty()) {
            text.append("    if (( CURRENT == 2 )); then\n        local -a subcommands=(\n");
            for (SpecText.Node child : nodes) {
                if (child.path().size() == node.path().size() + 1
                        && child.path().subList(0, node.path().size()).equals(node.path())) {
                    String name = child.path().get(child.path().size() - 1);
                    String header = SpecText.plain(child.spec().usageMessage().header());
                    text.append("            '")
                            .append(name)
                            .append(':')
                            .append(quoted(header))
                            .append("'\n");
                }
            }
            text.append(
                    "        )\n        _describe -t subcommands subcommand subcommands\n    else\n        case $words[2] in\n");
            for (String child : node.children()) {
                text.append("            ").append(child).append(") shift words; (( CURRENT-- )); ");
                text.append(name(node.path())).append('_').append(child).append(" ;;\n");
            }
            text.append("        esac\n    fi\n}\n");
            return;
        }
        text.append("    _arguments");
        for (OptionSpec option : node.spec().options()) {
            for (String name : option.names()) {
                text.append(" \\\n        '*").append(name).append('[');
                text.append(quoted(SpecText.plain(option.description()))
                        .replace("[", "\\[")
                        .replace("]", "\\]"));
                text.append(']').append(argument(option)).append('\'');
            }
        }
        text.append(
                node.command().equals("qmp exec")
                        ? " \\\n        '1:address:_files' '*:word:_qmp_server'\n}\n"
                        : " \\\n        '*:argument:_files'\n}\n");
    }

    private static String argument(OptionSpec option) {
        if (!SpecText.takesArgument(option)) {
            return "";
        }
        String label = quoted(option.paramLabel()).replace(":", "\\:");
        List<String> choices = SpecText.choices(option);
        if (!choices.isEmpty()) {
            return ":" + label + ":(" + String.join(" ", choices) + ")";
        }
        return ":" + label + ":" + (SpecText.isFile(option) ? "_files" : " ");
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''").replace('\n', ' ');
    }

    private static String name(List<String> path) {
        return "_" + String.join("_", path);
    }
}
