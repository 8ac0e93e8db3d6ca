package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.OptionSpecs.choice;
import static dev.qmp.cli.commandline.OptionSpecs.file;
import static dev.qmp.cli.commandline.OptionSpecs.flag;
import static dev.qmp.cli.commandline.OptionSpecs.repeated;
import static dev.qmp.cli.commandline.OptionSpecs.value;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The subcommands that need no server: {@code qmp json}, {@code schema} and {@code completion}. */
final class FilterDescriptions {
    private FilterDescriptions() {}

    static CommandSpec json() {
        CommandSpec spec = OptionSpecs.command(
                "json",
                "convert the JSON dialect of a QMP monitor to strict JSON",
                "Reads a stream of JSON values in the dialect of a QMP monitor from standard input and writes each value to "
                        + "standard output, one per line, as strict JSON in ASCII. Input that is not valid is replaced by an "
                        + "error object, and the exit status is then 1. Values need no separator; the end of the input completes "
                        + "the last one.");
        spec.addOption(flag("indent the output", "--pretty"));
        OptionSpecs.examples(spec, "echo \"{'single': 'quotes'}[1,2]\" | qmp json");
        spec.usageMessage().customSynopsis("qmp json [--pretty]");
        return spec;
    }

    static CommandSpec completion() {
        CommandSpec spec = OptionSpecs.command(
                "completion",
                "print a shell's completion script for qmp",
                "The image also contains the scripts, in share/bash-completion and share/zsh, and manual pages, in share/man.");
        spec.usageMessage().customSynopsis("qmp completion bash|zsh");
        spec.addPositional(OptionSpecs.parameter("0", "SHELL", "bash or zsh"));
        OptionSpecs.examples(
                spec,
                "# for this session, and for all new ones",
                "source <(qmp completion bash)",
                "echo 'source <(qmp completion bash)' >> ~/.bashrc",
                "# zsh: into a directory of fpath, before compinit runs",
                "qmp completion zsh > ~/.zfunc/_qmp");
        return spec;
    }

    static CommandSpec schema() {
        CommandSpec spec = OptionSpecs.command(
                "schema",
                "check, introspect and compare QAPI schemas; generate code and manuals from them",
                "A schema file may include others. Messages are those of QEMU's generator.");
        spec.usageMessage().customSynopsis("qmp schema check|introspect|diff|generate|doc|replies [OPTION]... FILE...");
        spec.usageMessage().commandListHeading("%n");
        spec.addSubcommand("check", check());
        spec.addSubcommand("introspect", introspect());
        spec.addSubcommand("diff", diff());
        spec.addSubcommand("generate", generate());
        spec.addSubcommand("doc", doc());
        spec.addSubcommand("replies", replies());
        OptionSpecs.examples(spec, "qmp schema check qapi/qapi-schema.json");
        return spec;
    }

    private static CommandSpec check() {
        CommandSpec spec = OptionSpecs.command(
                "check",
                "check schemas as QEMU's generator does",
                "Errors and warnings go to standard error; the exit status is 1 if any schema has errors. A good schema prints nothing.",
                "With strict documentation there are warnings of lines of more than 70 characters, and of one space between sentences: QEMU refuses both since 10.2.");
        files(spec, "1..*", "FILE...");
        reading(spec);
        spec.addOption(flag("report all errors, not just the first", "--all-errors"));
        OptionSpecs.examples(
                spec,
                "qmp schema check qapi/qapi-schema.json",
                "# a schema of an older release, whose documentation breaks today's rules",
                "qmp schema check --docs off old/qapi-schema.json");
        return spec;
    }

    private static CommandSpec introspect() {
        CommandSpec spec = OptionSpecs.command(
                "introspect",
                "print what query-qmp-schema would return for a schema",
                "The output is one line of JSON.");
        files(spec, "1", "FILE");
        reading(spec);
        spec.addOption(flag("show the schema's type names instead of numbers", "--unmask"));
        spec.addOption(flag("indent the output", "--pretty"));
        OptionSpecs.examples(
                spec,
                "qmp schema introspect --pretty --unmask my.json",
                "# what a build without any optional feature would return",
                "qmp schema introspect --no-conditions my.json");
        return spec;
    }

    private static CommandSpec replies() {
        CommandSpec spec = OptionSpecs.command(
                "replies",
                "print the JSON Schema of files of scripted replies",
                "It describes what 'qmp serve --replies FILE' takes, for editors and other tools.");
        OptionSpecs.examples(spec, "qmp schema replies > replies.schema.json");
        return spec;
    }

    private static CommandSpec diff() {
        CommandSpec spec = OptionSpecs.command(
                "diff",
                "report what changed between two schemas, and whom it breaks",
                "OLD and NEW are each a file with a QAPI schema, a file with the result of query-qmp-schema (the array, or the "
                        + "whole reply), or the address of a server to query. Each change is identified by its path on the wire "
                        + "and rated for the clients and for the servers written for OLD: compatible, deprecated or breaking.",
                "The exit status is 1 if any change that is not allowed breaks clients, or with --for server, servers.");
        spec.usageMessage().customSynopsis("qmp schema diff [OPTION]... OLD NEW");
        String input = "a file with a QAPI schema or with introspection, or the address of a server";
        spec.addPositional(OptionSpecs.parameter("0", "OLD", input));
        spec.addPositional(OptionSpecs.parameter("1", "NEW", input));
        spec.addOption(flag("print Markdown, with a table for each command, event and type", "--markdown"));
        spec.addOption(flag("print JSON", "--json"));
        spec.addOption(choice(
                "SIDE",
                List.of("client", "server"),
                "whose breaking changes set the exit status: client (default) or server",
                "--for"));
        spec.addOption(file(
                "FILE",
                "allow the changes listed there: on each line a path, in which * matches any text, and optionally the kind of change",
                "--allow"));
        conditions(spec);
        ClientDescriptions.connection(spec, "default 60");
        OptionSpecs.examples(
                spec,
                "qmp schema diff v1/schema.json schema.json",
                "# in CI: no change may break clients, except those listed",
                "qmp schema diff --allow allowed.txt --markdown released.json schema.json",
                "# what a client will find different on another server",
                "qmp schema diff /run/old.sock /run/new.sock");
        return spec;
    }

    private static CommandSpec generate() {
        CommandSpec spec = OptionSpecs.command(
                "generate",
                "generate classes from a schema",
                "Unchanged files are not rewritten; files of an earlier run that are no longer generated are deleted.");
        files(spec, "1", "FILE");
        reading(spec);
        spec.addOption(choice("LANG", List.of("java"), "the language: java", "--lang"));
        spec.addOption(value("PACKAGE", "the package of the classes", "--package"));
        spec.addOption(value("DIR", "the root directory of the generated sources", "-o"));
        spec.addOption(choice(
                "SIDE",
                List.of("types", "server", "client", "both"),
                "what to generate: types only, or types and code for a server (default), a client, or both",
                "--side"));
        spec.addOption(value(
                "PREFIX",
                "the prefix of the classes that represent the whole schema (default: from the file name)",
                "--prefix"));
        spec.addOption(value(
                "RESOURCE",
                "the resource from which the provider reads the schema at run time (default: the file name, in the package)",
                "--resource"));
        OptionSpecs.examples(
                spec,
                "qmp schema generate hello.json --lang java --package org.example.hello -o target/generated-sources/qapi");
        return spec;
    }

    private static CommandSpec doc() {
        CommandSpec spec = OptionSpecs.command(
                "doc",
                "generate a reference manual from a schema",
                "The manual is a directory of HTML files: open its index.html. It needs neither a web server nor the network.");
        files(spec, "1", "FILE");
        spec.addOption(file("DIR", "the directory to write to; created if it does not exist", "-o"));
        spec.addOption(value("TEXT", "the manual's title", "--title"));
        spec.addOption(
                file("OLD", "mark what is different from this older schema, introspection, or server", "--against"));
        reading(spec);
        OptionSpecs.examples(
                spec,
                "qmp schema doc qapi/qapi-schema.json -o manual",
                "# with marks in the margin where the last release was different",
                "qmp schema doc --against released.json schema.json -o manual",
                "# from a schema of an older release, whose documentation breaks today's rules",
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
                "how to treat documentation comments: strict (default) checks them as QEMU does, warn reports their errors as "
                        + "warnings, off ignores them, as schemas of older releases need",
                "--docs"));
        conditions(spec);
    }

    private static void conditions(CommandSpec spec) {
        spec.addOption(repeated("NAME", "define a name for 'if' conditions; without -D every condition is true", "-D"));
        spec.addOption(flag("make every 'if' condition false", "--no-conditions"));
    }
}
