package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.Parts.file;
import static dev.qmp.cli.commandline.Parts.flag;
import static dev.qmp.cli.commandline.Parts.parameter;
import static dev.qmp.cli.commandline.Parts.repeated;
import static dev.qmp.cli.commandline.Parts.value;

import picocli.CommandLine.Model.CommandSpec;

/** The subcommands that talk to a server. */
final class ClientDescriptions {
    private static final String ADDRESS = "the server: unix:PATH, PATH, tcp:HOST:PORT, HOST:PORT or tls:HOST:PORT";

    private ClientDescriptions() {}

    static CommandSpec exec() {
        CommandSpec spec = Parts.command(
                "exec",
                "run one command on a server and print what it returns",
                "KEY=VALUE is typed by the server's own schema: a string needs no quotes, 'a.b=c' sets a member of a member, and a "
                        + "VALUE may be JSON. For commands out of band and for guest agents the schema is not asked for: there "
                        + "a VALUE that is JSON is taken as such, and everything else is a string.",
                "The exit status is 1, and the error is on standard error, if the server cannot be reached or says that the "
                        + "command failed.");
        spec.usageMessage().customSynopsis("qmp exec [OPTION]... ADDRESS COMMAND [KEY=VALUE]...");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addPositional(parameter("1", "COMMAND", "the command's name"));
        spec.addPositional(Parts.rest("2..*", "KEY=VALUE", "an argument of the command", String.class));
        spec.addOption(value("JSON", "the arguments as one JSON object", "--args"));
        spec.addOption(flag("run the command out of band: at once, whatever the server is busy with", "--oob"));
        spec.addOption(flag("indent what is printed", "--pretty"));
        spec.addOption(flag("print a string as it is, without quotes", "--raw"));
        connection(spec);
        Parts.examples(
                spec,
                "qmp exec /run/vm.sock query-status",
                "qmp exec localhost:4444 device_del id=nic1",
                "qmp exec /run/vm.sock human-monitor-command command-line='info version' --raw",
                "# free a server whose main thread hangs",
                "qmp exec /run/vm.sock x-release --oob",
                "# a guest agent",
                "qmp exec --agent /run/agent.sock guest-info --pretty");
        return spec;
    }

    static CommandSpec events() {
        CommandSpec spec = Parts.command(
                "events",
                "print the events of a server as they come",
                "Each event is one line of JSON. It ends with status 0 after --count events or --for seconds, or when the server "
                        + "ends the session; with status 1 if it ends it before --count events came.");
        spec.usageMessage().customSynopsis("qmp events [OPTION]... ADDRESS");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addOption(repeated("PATTERN", "only events with such a name; * is any text, ? one character", "--name"));
        spec.addOption(value("N", "end after N events", "--count"));
        spec.addOption(value("SECONDS", "end after this time", "--for"));
        spec.addOption(flag("connect again when the connection ends", "--reconnect"));
        spec.addOption(flag("indent what is printed", "--pretty"));
        connection(spec);
        Parts.examples(
                spec,
                "qmp events /run/vm.sock",
                "# wait for the end of the guest",
                "qmp events /run/vm.sock --name SHUTDOWN --count 1",
                "qmp events /run/vm.sock --name 'BLOCK_JOB_*' --name 'JOB_*'");
        return spec;
    }

    static CommandSpec shell() {
        CommandSpec spec = Parts.command(
                "shell",
                "talk to a server, with completion from its own schema",
                "A line is COMMAND [KEY=VALUE]..., typed by the server's schema as for 'qmp exec'; 'oob COMMAND ...' runs out of "
                        + "band; a line that begins with { is a request as JSON. An open bracket or quote goes on in the next "
                        + "line. 'help COMMAND' shows the arguments, # begins a comment, 'exit' or Ctrl-D leaves.",
                "Events are shown as they come, above the line that is being typed. Lines are remembered in "
                        + "~/.local/state/qmp/history, but for those that begin with a space.",
                "Without a terminal there is no prompt, and the exit status is 1 if any command failed.");
        spec.usageMessage().customSynopsis("qmp shell [OPTION]... ADDRESS");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addOption(flag("do not show events", "--no-events"));
        connection(spec);
        Parts.examples(
                spec,
                "qmp shell /run/vm.sock",
                "qmp shell localhost:4444",
                "echo 'blockdev-add driver=null-co node-name=disk size=0x10000' | qmp shell /run/vm.sock");
        return spec;
    }

    static CommandSpec bench() {
        CommandSpec spec = Parts.command(
                "bench",
                "load a server and measure its latency; or two, side by side",
                "Sends one command over one connection, again and again, with a number of requests in flight, and prints the rate, "
                        + "percentiles and a histogram of the times from a request to its reply. Two servers are loaded in "
                        + "alternating blocks, so that what disturbs the machine disturbs both.",
                "The exit status is 1 if any request failed.");
        spec.usageMessage().customSynopsis("qmp bench [OPTION]... ADDRESS [ADDRESS]");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addPositional(Parts.rest("1..*", "ADDRESS", "another server to compare with", String.class));
        spec.addOption(value("COMMAND", "the command (query-version)", "--command"));
        spec.addOption(value("JSON", "its arguments as a JSON object", "--args"));
        spec.addOption(flag("run it out of band", "--oob"));
        spec.addOption(value("N", "how many requests are with the server at a time (1)", "--in-flight"));
        spec.addOption(value("N", "how many requests each server gets", "--requests"));
        spec.addOption(value("SECONDS", "or how long each is loaded (5)", "--duration"));
        spec.addOption(value("SECONDS", "how long each is loaded before that, uncounted (1)", "--warm-up"));
        spec.addOption(value("N", "in how many turns (10)", "--blocks"));
        spec.addOption(flag("print JSON; times in nanoseconds", "--json"));
        connection(spec);
        Parts.examples(
                spec,
                "qmp bench /run/vm.sock",
                "qmp bench /run/vm.sock --in-flight 8 --requests 100000",
                "# this server and QEMU, side by side",
                "qmp bench /tmp/qmp.sock /run/vm.sock --duration 10");
        return spec;
    }

    /** The options of every connection. */
    static void connection(CommandSpec spec) {
        spec.addOption(flag("the server is a guest agent: no greeting, no events", "--agent"));
        spec.addOption(value("SECONDS", "for connecting and the greeting (5)", "--timeout"));
        spec.addOption(file("FILE", "the authorities to trust with tls:, PEM; else Java's own", "--tls-ca"));
        spec.addOption(file("FILE", "the certificate to show with tls:, PEM", "--tls-cert"));
        spec.addOption(file("FILE", "its key, PEM, not encrypted", "--tls-key"));
        spec.addOption(value("NAME", "the name to find in the server's certificate; else HOST", "--tls-name"));
        spec.addOption(flag("log what happens, on standard error", "-v"));
        spec.addOption(flag("log each message too", "-vv"));
        spec.addOption(value("FILE", "log there instead", "--log"));
    }
}
