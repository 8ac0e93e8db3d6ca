package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.Parts.choice;
import static dev.qmp.cli.commandline.Parts.file;
import static dev.qmp.cli.commandline.Parts.flag;
import static dev.qmp.cli.commandline.Parts.repeated;
import static dev.qmp.cli.commandline.Parts.value;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code qmp json} and {@code qmp schema}: what needs no server. */
final class FilterDescriptions {
    private FilterDescriptions() {}

    static CommandSpec json() {
        CommandSpec spec = Parts.command(
                "json",
                "read the JSON dialect of a QMP monitor, write strict JSON",
                "Reads a stream of JSON values in the dialect of a QMP monitor from standard input and writes each on a line of its "
                        + "own to standard output: strict JSON, ASCII only. What is no JSON becomes an error object in its place, "
                        + "and the exit status is 1 then. No separator is needed between values; the end of the input ends the "
                        + "last one.");
        spec.addOption(flag("indent the output", "--pretty"));
        Parts.examples(spec, "echo \"{'single': 'quotes'}[1,2]\" | qmp json");
        spec.usageMessage().customSynopsis("qmp json [--pretty]");
        return spec;
    }

    static CommandSpec completion() {
        CommandSpec spec = Parts.command(
                "completion",
                "print a script with which a shell completes the arguments of qmp",
                "The image has the scripts in share/bash-completion and share/zsh, too, and manual pages in share/man.");
        spec.usageMessage().customSynopsis("qmp completion bash|zsh");
        spec.addPositional(Parts.parameter("0", "SHELL", "bash or zsh"));
        Parts.examples(
                spec,
                "# for this session and, from now on, each new one",
                "source <(qmp completion bash)",
                "echo 'source <(qmp completion bash)' >> ~/.bashrc",
                "# zsh: a directory of fpath, before compinit is called",
                "qmp completion zsh > ~/.zfunc/_qmp");
        return spec;
    }

    static CommandSpec schema() {
        CommandSpec spec = Parts.command(
                "schema",
                "check QAPI schemas, describe them as query-qmp-schema does, compare them, generate code and manuals from them",
                "A schema file may include others. Messages are those of QEMU's generator.");
        spec.usageMessage().customSynopsis("qmp schema check|introspect|diff|generate|doc [OPTION]... FILE...");
        spec.usageMessage().commandListHeading("%n");
        spec.addSubcommand("check", check());
        spec.addSubcommand("introspect", introspect());
        spec.addSubcommand("diff", diff());
        spec.addSubcommand("generate", generate());
        spec.addSubcommand("doc", doc());
        Parts.examples(spec, "qmp schema check qapi/qapi-schema.json");
        return spec;
    }

    private static CommandSpec check() {
        CommandSpec spec = Parts.command(
                "check",
                "check each schema as QEMU's generator does; exit status 1 if any is bad",
                "Messages go to standard error. Nothing is said of a good schema.");
        files(spec, "1..*", "FILE...");
        reading(spec);
        spec.addOption(flag("report all errors, not only the first", "--all-errors"));
        Parts.examples(
                spec,
                "qmp schema check qapi/qapi-schema.json",
                "# a schema of an older release, whose documentation is not up to today's rules",
                "qmp schema check --docs off old/qapi-schema.json");
        return spec;
    }

    private static CommandSpec introspect() {
        CommandSpec spec = Parts.command(
                "introspect",
                "print what query-qmp-schema would return for a schema",
                "The output is one line of JSON.");
        files(spec, "1", "FILE");
        reading(spec);
        spec.addOption(flag("show the schema's type names instead of numbers", "--unmask"));
        spec.addOption(flag("indent the output", "--pretty"));
        Parts.examples(
                spec,
                "qmp schema introspect --pretty --unmask my.json",
                "# what a build without any optional part would say",
                "qmp schema introspect --no-conditions my.json");
        return spec;
    }

    private static CommandSpec diff() {
        CommandSpec spec = Parts.command(
                "diff",
                "say what changed between two schemas, and whom it breaks",
                "OLD and NEW are each a file with a QAPI schema, a file with what query-qmp-schema returned (the array, or the "
                        + "whole reply), or the address of a server, which is asked. Each change is named by its path on the "
                        + "wire and judged for clients and for servers that were written for OLD: compatible, deprecated or "
                        + "breaking.",
                "The exit status is 1 if a change breaks clients (--for server: servers) and is not allowed.");
        spec.usageMessage().customSynopsis("qmp schema diff [OPTION]... OLD NEW");
        String input = "a file with a QAPI schema or with introspection, or the address of a server";
        spec.addPositional(Parts.parameter("0", "OLD", input));
        spec.addPositional(Parts.parameter("1", "NEW", input));
        spec.addOption(flag("print Markdown: a table for each command, event and type", "--markdown"));
        spec.addOption(flag("print JSON", "--json"));
        spec.addOption(choice(
                "SIDE",
                List.of("client", "server"),
                "whom breaking changes are counted for: client (default) or server",
                "--for"));
        spec.addOption(file(
                "FILE",
                "changes that are wanted: a path on each line, where * is any text, and maybe the kind of the change",
                "--allow"));
        conditions(spec);
        ClientDescriptions.connection(spec);
        Parts.examples(
                spec,
                "qmp schema diff v1/schema.json schema.json",
                "# in CI: no change may break clients, but for those that are listed",
                "qmp schema diff --allow allowed.txt --markdown released.json schema.json",
                "# what a client has to expect of another server",
                "qmp schema diff /run/old.sock /run/new.sock");
        return spec;
    }

    private static CommandSpec generate() {
        CommandSpec spec = Parts.command(
                "generate",
                "write classes from a schema",
                "Files that would not change are not written; files of an earlier run that are generated no more are deleted.");
        files(spec, "1", "FILE");
        reading(spec);
        spec.addOption(choice("LANG", List.of("java"), "the language: java", "--lang"));
        spec.addOption(value("PACKAGE", "the package of the classes", "--package"));
        spec.addOption(value("DIR", "where the package's folders begin", "-o"));
        spec.addOption(choice(
                "SIDE",
                List.of("types", "server", "client", "both"),
                "what to generate besides types: for a server (default), a client, or both",
                "--side"));
        spec.addOption(value(
                "PREFIX",
                "what the names of the classes begin with that stand for the whole schema (default: the file's name)",
                "--prefix"));
        spec.addOption(value(
                "RESOURCE",
                "where the provider finds the schema at run time (default: the file's name, in the package)",
                "--resource"));
        Parts.examples(
                spec,
                "qmp schema generate hello.json --lang java --package org.example.hello -o target/generated-sources/qapi");
        return spec;
    }

    private static CommandSpec doc() {
        CommandSpec spec = Parts.command(
                "doc",
                "write a reference manual for a schema",
                "The manual is HTML in one folder, to be read from there: open its index.html. It needs no server and nothing from "
                        + "elsewhere.");
        files(spec, "1", "FILE");
        spec.addOption(file("DIR", "the folder to write to; made if there is none", "-o"));
        spec.addOption(value("TEXT", "the manual's title", "--title"));
        reading(spec);
        Parts.examples(
                spec,
                "qmp schema doc qapi/qapi-schema.json -o manual",
                "# of an older release, whose documentation is not up to today's rules",
                "qmp schema doc --docs warn --title 'QMP reference' old/qapi-schema.json -o manual");
        return spec;
    }

    private static void files(CommandSpec spec, String arity, String label) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity(arity)
                .paramLabel(label)
                .hideParamSyntax(true)
                .description("a file with a QAPI schema")
                .build());
    }

    private static void reading(CommandSpec spec) {
        spec.addOption(choice(
                "MODE",
                List.of("strict", "warn", "off"),
                "strict (default): documentation is checked as QEMU does; warn: what is wrong with it is a warning; off: it is "
                        + "ignored, for the schemas of older releases",
                "--docs"));
        conditions(spec);
    }

    private static void conditions(CommandSpec spec) {
        spec.addOption(repeated("NAME", "a name that is true in conditions; without any, every condition holds", "-D"));
        spec.addOption(flag("no condition holds", "--no-conditions"));
    }
}
