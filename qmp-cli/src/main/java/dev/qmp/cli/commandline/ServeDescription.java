package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.OptionSpecs.choice;
import static dev.qmp.cli.commandline.OptionSpecs.flag;
import static dev.qmp.cli.commandline.OptionSpecs.repeated;
import static dev.qmp.cli.commandline.OptionSpecs.value;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code qmp serve}, which has a parser of its own because a general one starts too slowly. */
final class ServeDescription {
    private ServeDescription() {}

    static CommandSpec spec() {
        CommandSpec spec = OptionSpecs.command(
                "serve",
                "serve QMP monitors of a small simulated machine, or of any QAPI schema",
                "Devices and monitors are described as for QEMU, with options of one dash. Without any device it serves QMP on its "
                        + "standard streams and exits when the input has ended and everything is answered.",
                "When it is ready it prints the addresses that it listens on to standard error.");
        devices(spec);
        spec.addOption(
                repeated("DEV", "a human monitor on a device, such as telnet::4445,server=on,wait=off", "-monitor"));
        credentials(spec);
        machine(spec);
        agent(spec);
        timing(spec);
        bounds(spec);
        restrictions(spec);
        schema(spec);
        plugins(spec);
        process(spec);
        OptionSpecs.examples(
                spec,
                "# two monitors on sockets, until SIGTERM or the command quit",
                "qmp serve -qmp unix:/tmp/a.sock,server=on,wait=off -qmp unix:/tmp/b.sock,server=on,wait=off",
                "# stand in for a server with another schema",
                "qmp serve --schema my.json --replies answers.json -qmp tcp:localhost:4444,server=on,wait=off");
        spec.usageMessage().customSynopsis("qmp serve [OPTION]...");
        return spec;
    }

    /** Adds the options that define devices and their QMP monitors. */
    static void devices(CommandSpec spec) {
        spec.addOption(
                repeated("DEV", "a QMP monitor on a device, such as stdio or unix:PATH,server=on,wait=off", "-qmp"));
        spec.addOption(repeated("DEV", "the same, with indented output", "-qmp-pretty"));
        spec.addOption(repeated(
                "BACKEND,id=ID[,OPTION=VALUE]...",
                "a device, such as socket,id=m,path=PATH,server=on,wait=off",
                "-chardev"));
        spec.addOption(repeated(
                "chardev=ID[,mode=readline|control][,pretty=on][,dialect=modern|rfc][,role=ROLE]",
                "a monitor on a device that -chardev defines: a human monitor, or with mode=control a QMP monitor; with role=ROLE, a "
                        + "role of --policy or the built-in readonly, its clients have these rights only",
                "-mon"));
    }

    /** Adds the options that define what devices refer to. */
    static void credentials(CommandSpec spec) {
        spec.addOption(repeated(
                "TYPE,id=ID[,OPTION=VALUE]...",
                "tls-creds-x509,id=ID,dir=DIR,endpoint=server: credentials for devices with tls-creds=ID; "
                        + "authz-simple,id=ID,identity=NAME, authz-list (rules in JSON) or authz-list-file,id=ID,filename=FILE: "
                        + "the clients that devices with tls-authz=ID accept",
                "-object"));
        spec.addOption(value("N", "the code of the escape character of multiplexers (default 1, Ctrl-A)", "-echr"));
    }

    private static void machine(CommandSpec spec) {
        spec.addOption(choice(
                "RELEASE",
                List.of("10.0", "7.2"),
                "the release of QEMU that commands, devices and messages are like, where releases differ: 10.0 or 7.2 (default 10.0, or "
                        + "what the schema of --schema is nearer to)",
                "--level"));
        spec.addOption(flag(
                "the command line is one of QEMU's: options that only a virtual machine can use are accepted and ignored (-v names "
                        + "them), two dashes are as good as one, -D names the log file, and without any monitor none is served; "
                        + "implied when qmp is started through a link whose name begins with qemu-system-",
                "--qemu"));
        spec.addOption(repeated(
                "FILE",
                "take options from a file with sections such as [chardev \"ID\"], [mon], [object \"ID\"] and, with --qemu, those that "
                        + "only a virtual machine can use; each line of a section is an option, KEY = \"VALUE\"",
                "-readconfig"));
        spec.addOption(value(
                "[guest=]NAME[,process=NAME]",
                "the machine's name, as returned by query-name, and the name of the process",
                "-name"));
        spec.addOption(flag("start paused", "-S"));
        spec.addOption(flag(
                "make the machine only when x-exit-preconfig asks for it; until then few commands run", "-preconfig"));
        spec.addOption(value(
                "URI|defer",
                "wait for an incoming migration on tcp:HOST:PORT or unix:PATH, or with defer, until migrate-incoming gives the address",
                "-incoming"));
        spec.addOption(repeated(
                "POLICY=CHOICE[,...]",
                "how to treat deprecated and unstable commands and members: deprecated-input=accept|reject, "
                        + "deprecated-output=accept|hide, and likewise unstable-input and unstable-output",
                "-compat"));
    }

    private static void agent(CommandSpec spec) {
        spec.addOption(flag(
                "stand in for QEMU's guest agent instead: no greeting, no negotiation, no events; with the agent's schema and --replies, "
                        + "all of its commands",
                "--agent"));
        spec.addOption(repeated("NAME[,NAME]...", "disable these commands of the agent", "--block-rpcs"));
        spec.addOption(repeated("NAME[,NAME]...", "disable all other commands of the agent", "--allow-rpcs"));
    }

    /** Adds the options about times. */
    static void timing(CommandSpec spec) {
        spec.addOption(value(
                "SECONDS",
                "close a session whose client has not negotiated capabilities within this time; 0: never "
                        + "(default 30 for listening sockets, 0 for other devices)",
                "--negotiation-timeout"));
        spec.addOption(value(
                "MICROSECONDS",
                "while requests arrive in quick succession, poll for the next one for this long before sleeping (default 30)",
                "--spin"));
    }

    /** Adds the options about memory. */
    static void bounds(CommandSpec spec) {
        spec.addOption(value(
                "SIZE",
                "the memory that all clients together may take, as 64M; at the limit the session that takes the most is closed "
                        + "(default: half of the largest heap)",
                "--max-memory"));
        spec.addOption(value(
                "SIZE",
                "the largest message a client may send (default 64M; in any case a quarter of --max-memory)",
                "--max-message"));
        spec.addOption(value("N", "the most tokens of a message (default 2097152)", "--max-tokens"));
        spec.addOption(value("N", "the deepest nesting of a message (default 1024)", "--max-depth"));
        spec.addOption(value(
                "SIZE", "the output that a client may leave unread before it is closed (default 64M)", "--max-output"));
        spec.addOption(value(
                "SIZE",
                "the largest message before a client has negotiated capabilities (default 64K)",
                "--max-unnegotiated"));
    }

    private static void restrictions(CommandSpec spec) {
        spec.addOption(flag(
                "let clients open no files, pipes and terminals, connect to nobody, and write no logfile; sockets may listen",
                "--restrict"));
        spec.addOption(OptionSpecs.file(
                "DIR",
                "let clients name files, such as those of unix sockets, below this directory only",
                "--path-prefix"));
    }

    private static void schema(CommandSpec spec) {
        spec.addOption(repeated(
                "FILE",
                "serve the commands of this QAPI schema instead of the built-in ones; a built-in command keeps its handler if that "
                        + "fits the arguments and the result that the schema declares",
                "--schema"));
        spec.addOption(repeated("FILE", "serve the commands of this QAPI schema in addition", "--schema-add"));
        spec.addOption(value(
                "ADDRESS|FILE",
                "serve the commands of a server, or of a file with the result of its query-qmp-schema, instead of the built-in ones",
                "--schema-from"));
        spec.addOption(OptionSpecs.file(
                "FILE",
                "append each request with its reply to this file, as JSON, one on each line; x-journal and x-verify ask for them",
                "--journal"));
        spec.addOption(OptionSpecs.file(
                "FILE",
                "scripted replies, as JSON: {\"COMMAND\": {\"return\": VALUE, \"events\": [{\"event\": NAME}]}}; they win over "
                        + "built-in handlers, and 'qmp schema replies' describes all that they can do",
                "--replies"));
        spec.addOption(choice(
                "MODE",
                List.of("strict", "warn", "off"),
                "how to treat documentation comments in these schemas: strict (default), warn or off",
                "--docs"));
        spec.addOption(repeated(
                "NAME", "define a name for the schemas' 'if' conditions; without -D every condition is true", "-D"));
        spec.addOption(flag("make every 'if' condition false", "--no-conditions"));
        spec.addOption(flag(
                "send clients the text of unexpected exceptions, which otherwise appears in the log only",
                "--exception-texts"));
        spec.addOption(flag("check the handlers' results and events against the schema", "--check-providers"));
        spec.addOption(value(
                "M.m.u[:PACKAGE]",
                "the version that the greeting reports (default that of --level)",
                "--report-version"));
    }

    private static void plugins(CommandSpec spec) {
        spec.addOption(value(
                "DIR",
                "load commands and devices from the jars in this directory; a jar that cannot be used is an error",
                "--plugins"));
        spec.addOption(flag("skip jars that cannot be used, with a warning", "--plugins-skip-broken"));
        spec.addOption(repeated(
                "fd=N,set=N[,opaque=TEXT]",
                "add an inherited file descriptor to a set, as query-fdsets lists them",
                "-add-fd"));
        spec.addOption(flag("run in the background; returns when clients can connect", "-daemonize"));
    }

    /** Adds the options about the process. */
    static void process(CommandSpec spec) {
        spec.addOption(
                OptionSpecs.file("FILE", "write the process ID to this file; it is removed on exit", "-pidfile"));
        spec.addOption(OptionSpecs.file(
                "FILE",
                "who may do what: a policy in JSON, which gives roles to monitors and peers; SIGHUP reads it again",
                "--policy"));
        spec.addOption(OptionSpecs.file(
                "FILE", "append a line of JSON to this file for each command that was run or refused", "--audit"));
        spec.addOption(flag("write it before the reply leaves, instead of soon", "--audit-strict"));
        spec.addOption(value(
                "[HOST:]PORT",
                "serve requests, their times by command, and sessions over HTTP, as Prometheus reads them, at /metrics (HOST: localhost)",
                "--metrics"));
        spec.addOption(flag("do not print the addresses that are listened on", "--quiet"));
        spec.addOption(value(
                "N",
                "when ready, write a newline to file descriptor N, a pipe or socket, and close it, as s6 and others expect",
                "--ready-fd"));
        spec.addOption(flag("log sessions and connections to standard error", "-v"));
        spec.addOption(flag("log each message as well", "-vv"));
        spec.addOption(OptionSpecs.file("FILE", "log to this file instead", "--log"));
    }
}
