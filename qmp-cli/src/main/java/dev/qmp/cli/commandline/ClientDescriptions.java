package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.OptionSpecs.file;
import static dev.qmp.cli.commandline.OptionSpecs.flag;
import static dev.qmp.cli.commandline.OptionSpecs.parameter;
import static dev.qmp.cli.commandline.OptionSpecs.repeated;
import static dev.qmp.cli.commandline.OptionSpecs.value;

import picocli.CommandLine.Model.CommandSpec;

/** The subcommands that talk to a server. */
final class ClientDescriptions {
    private static final String ADDRESS = "the server: unix:PATH, PATH, tcp:HOST:PORT, HOST:PORT or tls:HOST:PORT";

    private ClientDescriptions() {}

    static CommandSpec exec() {
        CommandSpec spec = OptionSpecs.command(
                "exec",
                "run one command on a server and print what it returns",
                "The type of each VALUE comes from the server's own schema: a string needs no quotes, 'a.b=c' sets a member of a "
                        + "member, and a VALUE may be JSON. With --oob and --agent the schema is not requested: a VALUE that "
                        + "parses as JSON is JSON, and anything else is a string.",
                "If the server cannot be reached or the command fails, the error goes to standard error and the exit status is "
                        + "1.");
        spec.usageMessage().customSynopsis("qmp exec [OPTION]... ADDRESS COMMAND [KEY=VALUE]...");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addPositional(parameter("1", "COMMAND", "the command's name"));
        spec.addPositional(OptionSpecs.rest("2..*", "KEY=VALUE", "an argument of the command", String.class));
        spec.addOption(value("JSON", "the arguments as one JSON object", "--args"));
        spec.addOption(flag(
                "run the command out of band, ahead of queued ones; a QEMU that already hangs cannot negotiate this with a new "
                        + "client, as 'qmp serve' can, so for its rescue keep a session open, such as a 'qmp shell'",
                "--oob"));
        spec.addOption(flag("indent the output", "--pretty"));
        spec.addOption(flag("print a string without quotes and escapes", "--raw"));
        connection(spec);
        OptionSpecs.examples(
                spec,
                "qmp exec /run/vm.sock query-status",
                "qmp exec localhost:4444 device_del id=nic1",
                "qmp exec /run/vm.sock human-monitor-command command-line='info version' --raw",
                "# out of band, while the server works on another client's command",
                "qmp exec /run/vm.sock migrate-pause --oob",
                "# a guest agent",
                "qmp exec --agent /run/agent.sock guest-info --pretty");
        return spec;
    }

    static CommandSpec events() {
        CommandSpec spec = OptionSpecs.command(
                "events",
                "print the events of a server as they arrive",
                "Each event is one line of JSON. The exit status is 0 after --count events or --for seconds, or when the server "
                        + "closes the connection; it is 1 if the server does so before --count events have arrived.");
        spec.usageMessage().customSynopsis("qmp events [OPTION]... ADDRESS");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addOption(repeated(
                "PATTERN", "print only events whose names match; * matches any text, ? one character", "--name"));
        spec.addOption(value("N", "exit after N events", "--count"));
        spec.addOption(value("SECONDS", "exit after this time", "--for"));
        spec.addOption(flag("reconnect when the connection is lost", "--reconnect"));
        spec.addOption(flag("indent the output", "--pretty"));
        connection(spec);
        OptionSpecs.examples(
                spec,
                "qmp events /run/vm.sock",
                "# wait for the guest to shut down",
                "qmp events /run/vm.sock --name SHUTDOWN --count 1",
                "qmp events /run/vm.sock --name 'BLOCK_JOB_*' --name 'JOB_*'");
        return spec;
    }

    static CommandSpec shell() {
        CommandSpec spec = OptionSpecs.command(
                "shell",
                "talk to a server, with completion from its own schema",
                "A line is COMMAND [KEY=VALUE]..., with values as for 'qmp exec'; 'oob COMMAND ...' runs a command out of band; a "
                        + "line that starts with { is a request in JSON. A line continues on the next one while a bracket or "
                        + "quote is open. 'help COMMAND' shows a command's arguments, # starts a comment, 'exit' or Ctrl-D "
                        + "leaves.",
                "Events are shown as they arrive, above the line being typed. Lines are saved in ~/.local/state/qmp/history, "
                        + "except those that start with a space.",
                "Without a terminal there is no prompt, and the exit status is 1 if any command failed.");
        spec.usageMessage().customSynopsis("qmp shell [OPTION]... ADDRESS");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addOption(flag("do not show events", "--no-events"));
        connection(spec);
        OptionSpecs.examples(
                spec,
                "qmp shell /run/vm.sock",
                "qmp shell localhost:4444",
                "echo 'blockdev-add driver=null-co node-name=disk size=0x10000' | qmp shell /run/vm.sock");
        return spec;
    }

    static CommandSpec bench() {
        CommandSpec spec = OptionSpecs.command(
                "bench",
                "measure the throughput and latency of a server, or of two side by side",
                "Sends one command over one connection repeatedly, with a fixed number of requests in flight, and prints the rate "
                        + "and the percentiles and histogram of the latency from request to reply. Two servers are loaded in "
                        + "alternating blocks, so that other load on the machine affects both.",
                "Ctrl-C prints the figures so far. The exit status is 1 if any request failed.");
        spec.usageMessage().customSynopsis("qmp bench [OPTION]... ADDRESS [ADDRESS]");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addPositional(OptionSpecs.rest("1..*", "ADDRESS", "a second server to compare with", String.class));
        spec.addOption(value("COMMAND", "the command (default query-version)", "--command"));
        spec.addOption(value("JSON", "its arguments as a JSON object", "--args"));
        spec.addOption(flag("run the command out of band", "--oob"));
        spec.addOption(value("N", "how many requests are in flight at a time (default 1)", "--in-flight"));
        spec.addOption(value("N", "send this many requests to each server", "--requests"));
        spec.addOption(value("SECONDS", "or load each server for this long (default 5)", "--duration"));
        spec.addOption(
                value("SECONDS", "load each server for this long first, without measuring (default 1)", "--warm-up"));
        spec.addOption(value("N", "split the load into this many blocks (default 10)", "--blocks"));
        spec.addOption(flag("print JSON, with times in nanoseconds", "--json"));
        connection(spec);
        OptionSpecs.examples(
                spec,
                "qmp bench /run/vm.sock",
                "qmp bench /run/vm.sock --in-flight 8 --requests 100000",
                "# this server and QEMU, side by side",
                "qmp bench /tmp/qmp.sock /run/vm.sock --duration 10");
        return spec;
    }

    /** Adds the options of every connection. */
    static void connection(CommandSpec spec) {
        spec.addOption(flag("the server is a guest agent, which has no greeting and no events", "--agent"));
        spec.addOption(value("SECONDS", "how long connecting and the greeting may take (default 5)", "--timeout"));
        spec.addOption(file("FILE", "for tls: the CA certificates to trust, in PEM (default: Java's)", "--tls-ca"));
        spec.addOption(file("FILE", "for tls: the client certificate, in PEM", "--tls-cert"));
        spec.addOption(
                file("FILE", "for tls: the private key of the client certificate, in PEM, unencrypted", "--tls-key"));
        spec.addOption(
                value("NAME", "for tls: the name expected in the server's certificate (default: HOST)", "--tls-name"));
        spec.addOption(flag("log sessions and connections to standard error", "-v"));
        spec.addOption(flag("log each message as well", "-vv"));
        spec.addOption(value("FILE", "log to this file instead", "--log"));
    }
}
