package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.OptionSpecs.file;
import static dev.qmp.cli.commandline.OptionSpecs.flag;
import static dev.qmp.cli.commandline.OptionSpecs.parameter;
import static dev.qmp.cli.commandline.OptionSpecs.repeated;
import static dev.qmp.cli.commandline.OptionSpecs.value;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The subcommands that talk to a server. */
final class ClientDescriptions {
    static final String ADDRESS = "the server: unix:PATH, PATH, tcp:HOST:PORT, HOST:PORT or tls:HOST:PORT";

    private static final String LISTEN =
            "listen at ADDRESS for a server that dials out, as QEMU does with server=off; --wait says how long (default: for ever); tls: needs --tls-cert then";

    private ClientDescriptions() {}

    static CommandSpec exec() {
        CommandSpec spec = OptionSpecs.command(
                "exec",
                "run one command on a server and print what it returns",
                "The type of each VALUE comes from the server's own schema: a string needs no quotes, 'a.b=c' sets a member of a "
                        + "member, and a VALUE may be JSON. With --oob and --agent the schema is not requested: a VALUE that "
                        + "parses as JSON is JSON, and anything else is a string.",
                "The ADDRESS may be a pattern such as '/run/vms/*.sock': the command then runs on all servers that match, some at "
                        + "a time, each result with its address before it; one that fails does not stop the others.",
                "If the server cannot be reached or the command fails, the error goes to standard error and the exit status is "
                        + "1; it is 3 if no reply comes in time. A guest agent does not answer guest-shutdown and guest-suspend-* "
                        + "when they succeed; that counts as success.");
        spec.usageMessage().customSynopsis("qmp exec [OPTION]... ADDRESS COMMAND [KEY=VALUE]...");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addPositional(parameter("1", "COMMAND", "the command's name"));
        spec.addPositional(OptionSpecs.rest("2..*", "KEY=VALUE", "an argument of the command", String.class));
        spec.addOption(value(
                "JSON",
                "the arguments as one JSON object; @FILE reads it from a file and - from standard input, for secrets and what is long",
                "--args"));
        spec.addOption(flag(
                "run the command out of band, ahead of queued ones; a QEMU that already hangs cannot negotiate this with a new "
                        + "client, as 'qmp serve' can, so for its rescue keep a session open, such as a 'qmp shell'",
                "--oob"));
        spec.addOption(schema());
        output(spec);
        spec.addOption(flag("print a string without quotes, with control characters made visible", "--raw"));
        spec.addOption(flag("with --raw, and not on a terminal: print control characters as they are", "--unescaped"));
        connection(spec, "default 60");
        OptionSpecs.examples(
                spec,
                "qmp exec /run/vm.sock query-status",
                "qmp exec /run/vm.sock query-block --select '[].device' --raw",
                "qmp exec '/run/vms/*.sock' query-status --json-lines",
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
                        + "closes the connection; it is 1 if the server does so before --count events have arrived, and 3 if "
                        + "the time is over before.",
                "The ADDRESS may be a pattern such as '/run/vms/*.sock', for the events of all servers that match.");
        spec.usageMessage().customSynopsis("qmp events [OPTION]... ADDRESS");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addOption(repeated(
                "PATTERN", "print only events whose names match; * matches any text, ? one character", "--name"));
        spec.addOption(value("N", "exit after N events", "--count"));
        spec.addOption(value("SECONDS", "exit after this time", "--for"));
        spec.addOption(flag("reconnect when the connection is lost", "--reconnect"));
        spec.addOption(flag(LISTEN, "--listen"));
        output(spec);
        connection(spec, null);
        OptionSpecs.examples(
                spec,
                "qmp events /run/vm.sock",
                "qmp events '/run/vms/*.sock' --json-lines",
                "# for qemu -chardev socket,id=m,path=/run/in.sock,server=off,reconnect=1 -mon m,mode=control",
                "qmp events --listen /run/in.sock --reconnect",
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
                        + "quote is open. 'hmp COMMAND' runs a command of the human monitor, and 'hmp' alone takes them until "
                        + "'qmp'. Lines between 'transaction(' and ')' are the actions of one transaction; an error in one cancels "
                        + "all. 'help COMMAND' shows a command's arguments, # starts a comment, 'exit' or Ctrl-D leaves.",
                "Events are shown as they arrive, above the line being typed. Lines are saved in ~/.local/state/qmp/history, "
                        + "except those that start with a space or may hold a secret. A lost connection is made again. A reply that is longer "
                        + "than the screen is shown in PAGER, by default less.",
                "Without a terminal there is no prompt, replies go to standard output and all else to standard error, and the "
                        + "exit status is 1 if any command failed or the connection was lost.");
        spec.usageMessage().customSynopsis("qmp shell [OPTION]... ADDRESS");
        spec.addPositional(parameter("0", "ADDRESS", ADDRESS));
        spec.addOption(flag("do not show events", "--no-events"));
        spec.addOption(flag("print strings without quotes, with control characters made visible", "--raw"));
        spec.addOption(flag("end with the first command that fails", "--stop-on-error"));
        spec.addOption(flag("do not show long replies in a pager", "--no-pager"));
        spec.addOption(schema());
        spec.addOption(flag(LISTEN, "--listen"));
        connection(spec, "default 60 without a terminal, none with one");
        OptionSpecs.examples(
                spec,
                "qmp shell /run/vm.sock",
                "qmp shell localhost:4444",
                "qmp shell --agent --schema qga/qapi-schema.json /run/agent.sock",
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
        spec.addOption(value("JSON", "its arguments as a JSON object, or @FILE, or - for standard input", "--args"));
        spec.addOption(flag("run the command out of band", "--oob"));
        spec.addOption(value("N", "how many requests are in flight at a time (default 1)", "--in-flight"));
        spec.addOption(value("N", "send this many requests to each server", "--requests"));
        spec.addOption(value("SECONDS", "or load each server for this long (default 5)", "--duration"));
        spec.addOption(
                value("SECONDS", "load each server for this long first, without measuring (default 1)", "--warm-up"));
        spec.addOption(value("N", "split the load into this many blocks (default 10)", "--blocks"));
        spec.addOption(flag("print JSON, with times in nanoseconds", "--json"));
        connection(spec, "default 60");
        OptionSpecs.examples(
                spec,
                "qmp bench /run/vm.sock",
                "qmp bench /run/vm.sock --in-flight 8 --requests 100000",
                "# this server and QEMU, side by side",
                "qmp bench /tmp/qmp.sock /run/vm.sock --duration 10");
        return spec;
    }

    static CommandSpec ls() {
        CommandSpec spec = OptionSpecs.command(
                "ls",
                "list the servers that answer",
                "For each socket that matches a PATTERN, asks the server there, and prints its address, name, status and version, "
                        + "and how long that took. A server that does not answer is named on standard error, and the exit status "
                        + "is then 1.",
                "Without PATTERN those of the variable QMP_SOCKETS are used, which are separated by colons; by default they are "
                        + "/run/qemu/*.sock, /run/vms/*.sock, /var/lib/libvirt/qemu/*/monitor.sock and "
                        + "/var/run/qemu-server/*.qmp.");
        spec.usageMessage().customSynopsis("qmp ls [OPTION]... [PATTERN]...");
        spec.addPositional(OptionSpecs.rest(
                "0..*", "PATTERN", "an address, or a path with *, ?, [...] or {a,b} in it", String.class));
        spec.addOption(flag("print JSON, a line for each server", "--json-lines"));
        connection(spec, "default 5");
        OptionSpecs.examples(spec, "qmp ls", "qmp ls '/tmp/*.sock' localhost:4444");
        return spec;
    }

    private static OptionSpec schema() {
        return value(
                "FILE",
                "take the types from this schema, introspection or server, as for a guest agent, which does not describe itself",
                "--schema");
    }

    private static void output(CommandSpec spec) {
        spec.addOption(flag("indent the output", "--pretty"));
        spec.addOption(flag("do not indent it (the default)", "--compact"));
        spec.addOption(value(
                "PATH", "print only what a path leads to: .NAME a member, [N] an element, [] all of them", "--select"));
        spec.addOption(flag("print objects with the address and what came from there, a line each", "--json-lines"));
    }

    /** Adds the options of every connection. */
    static void connection(CommandSpec spec, @Nullable String replyTimeout) {
        spec.addOption(flag("the server is a guest agent, which has no greeting and no events", "--agent"));
        spec.addOption(value("SECONDS", "how long connecting and the greeting may take (default 5)", "--timeout"));
        if (replyTimeout != null) {
            spec.addOption(value("SECONDS", "how long a reply may take (" + replyTimeout + ")", "--reply-timeout"));
        }
        spec.addOption(
                value("SECONDS", "end with status 3 when this time has passed, whatever is waited for", "--deadline"));
        spec.addOption(value(
                "SECONDS", "wait so long until the socket is there, the server greets or the agent answers", "--wait"));
        certificates(spec);
        spec.addOption(
                value("NAME", "for tls: the name expected in the server's certificate (default: HOST)", "--tls-name"));
        spec.addOption(flag("log sessions and connections to standard error", "-v"));
        spec.addOption(flag("log each message as well", "-vv"));
        spec.addOption(value("FILE", "log to this file instead", "--log"));
    }

    /** Adds the options about the certificates of a connection. */
    static void certificates(CommandSpec spec) {
        spec.addOption(file("FILE", "for tls: the CA certificates to trust, in PEM (default: Java's)", "--tls-ca"));
        spec.addOption(file("FILE", "for tls: the certificate of this end, in PEM", "--tls-cert"));
        spec.addOption(file("FILE", "for tls: its private key, in PEM, unencrypted", "--tls-key"));
    }
}
