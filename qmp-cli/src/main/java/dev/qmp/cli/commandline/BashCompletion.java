package dev.qmp.cli.commandline;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script for bash. */
final class BashCompletion {
    private BashCompletion() {}

    static String script() {
        List<SpecText.Node> nodes = SpecText.nodes();
        StringBuilder text = new StringBuilder();
        text.append("# Completion of qmp for bash: source <(qmp completion bash)\n");
        text.append("_qmp() {\n");
        text.append("    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} path=qmp words= i\n");
        text.append("    COMPREPLY=()\n");
        text.append("    for ((i = 1; i < COMP_CWORD; i++)); do\n");
        text.append("        case \"$path ${COMP_WORDS[i]}\" in\n            ");
        text.append(nodes.stream()
                .skip(1)
                .map(node -> "'" + node.command() + "'")
                .reduce((a, b) -> a + " | " + b)
                .orElseThrow());
        text.append(")\n                path=\"$path ${COMP_WORDS[i]}\" ;;\n        esac\n    done\n");
        arguments(text, nodes);
        text.append("    case \"$path\" in\n");
        for (SpecText.Node node : nodes) {
            List<String> words = new ArrayList<>(node.children());
            node.spec().options().forEach(option -> words.addAll(List.of(option.names())));
            text.append("        '").append(node.command()).append("') words='");
            text.append(String.join(" ", words)).append("' ;;\n");
        }
        text.append("    esac\n");
        text.append("    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n");
        text.append("    if [[ $path == 'qmp exec' && $cur != -* ]]; then\n        _qmp_server\n");
        text.append("        [[ ${#COMPREPLY[@]} -eq 0 ]] || return\n    fi\n");
        text.append(
                "    if [[ ${#COMPREPLY[@]} -eq 0 || (-z $cur && $path != qmp && $path != 'qmp schema') ]]; then\n");
        text.append("        _qmp_files\n    fi\n}\n");
        server(text);
        text.append("_qmp_files() {\n");
        text.append("    compopt -o filenames 2>/dev/null\n");
        text.append("    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n}\n");
        return text.append("complete -F _qmp qmp\n").toString();
    }

    /** The function that asks the server; bash splits words at more characters than spaces. */
    private static void server(StringBuilder text) {
        text.append("_qmp_server() {\n");
        text.append("    local line=${COMP_LINE:0:COMP_POINT} all stem i=0\n");
        text.append("    read -ra all <<<\"$line\"\n");
        text.append("    [[ $line != *[[:space:]] ]] || all+=('')\n");
        text.append("    while [[ $i -lt ${#all[@]} && ${all[i]} != exec ]]; do ((i++)); done\n");
        text.append("    stem=${all[-1]%\"${all[-1]##*[=:]}\"}\n");
        text.append("    mapfile -t COMPREPLY < <(\"${COMP_WORDS[0]}\" __complete \"${all[@]:i+1}\" 2>/dev/null)\n");
        text.append("    COMPREPLY=(\"${COMPREPLY[@]#\"$stem\"}\")\n");
        text.append("    [[ ${COMPREPLY[0]-} != *[=.] ]] || compopt -o nospace 2>/dev/null\n}\n");
    }

    private static void arguments(StringBuilder text, List<SpecText.Node> nodes) {
        text.append("    case \"$path $prev\" in\n");
        for (SpecText.Node node : nodes) {
            for (OptionSpec option : node.spec().options()) {
                if (SpecText.takesArgument(option)) {
                    text.append("        '")
                            .append(node.command())
                            .append(' ')
                            .append(option.longestName())
                            .append("') ");
                    List<String> choices = SpecText.choices(option);
                    if (!choices.isEmpty()) {
                        text.append("mapfile -t COMPREPLY < <(compgen -W '").append(String.join(" ", choices));
                        text.append("' -- \"$cur\"); ");
                    } else if (SpecText.isFile(option)) {
                        text.append("_qmp_files; ");
                    }
                    text.append("return ;;\n");
                }
            }
        }
        text.append("    esac\n");
    }
}
