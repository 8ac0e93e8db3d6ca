package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.Parts.choice;
import static dev.qmp.cli.commandline.Parts.flag;
import static dev.qmp.cli.commandline.Parts.repeated;
import static dev.qmp.cli.commandline.Parts.value;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code qmp serve}, whose own parser must start faster than a general one does. */
final class ServeDescription {
    private ServeDescription() {}

    static CommandSpec spec() {
        CommandSpec spec = Parts.command(
                "serve",
                "serve QMP monitors of a small simulated machine, or of any QAPI schema",
                "Devices and monitors are described as for QEMU, with one dash. Without any device QMP is spoken on the standard "
                        + "streams, and the end of the input, when all is answered, ends it.");
        devices(spec);
        credentials(spec);
        machine(spec);
        timing(spec);
        schema(spec);
        process(spec);
        Parts.examples(
                spec,
                "# two monitors on sockets, until SIGTERM or the command quit",
                "qmp serve -qmp unix:/tmp/a.sock,server=on,wait=off -qmp unix:/tmp/b.sock,server=on,wait=off",
                "# stand in for a server with another schema",
                "qmp serve --schema my.json --replies answers.json -qmp tcp:localhost:4444,server=on,wait=off");
        spec.usageMessage().customSynopsis("qmp serve [OPTION]...");
        return spec;
    }

    private static void devices(CommandSpec spec) {
        spec.addOption(
                repeated("DEV", "a monitor on a device: stdio, or unix:PATH,server=on,wait=off, or another", "-qmp"));
        spec.addOption(repeated("DEV", "the same with indented output", "-qmp-pretty"));
        spec.addOption(repeated(
                "DEV", "a monitor for people on a device, such as telnet::4445,server=on,wait=off", "-monitor"));
        spec.addOption(repeated(
                "BACKEND,id=ID[,OPTION=VALUE]...",
                "a device, such as socket,id=m,path=PATH,server=on,wait=off",
                "-chardev"));
        spec.addOption(repeated(
                "chardev=ID[,mode=readline|control][,pretty=on][,dialect=modern|rfc]",
                "a monitor on that device: for people, or with mode=control for QMP",
                "-mon"));
    }

    private static void credentials(CommandSpec spec) {
        spec.addOption(repeated(
                "TYPE,id=ID[,OPTION=VALUE]...",
                "tls-creds-x509,id=ID,dir=DIR,endpoint=server: credentials for a device with tls-creds=ID; "
                        + "authz-simple,id=ID,identity=NAME: who is admitted by a device with tls-authz=ID",
                "-object"));
        spec.addOption(value("N", "the escape character of multiplexers, 1 (control A) by default", "-echr"));
    }

    private static void machine(CommandSpec spec) {
        spec.addOption(value("NAME", "the machine's name, for query-name", "-name"));
        spec.addOption(flag("start paused", "-S"));
        spec.addOption(value(
                "URI|defer",
                "start waiting for a migration from tcp:HOST:PORT or unix:PATH; defer: the command migrate-incoming says from where",
                "-incoming"));
        spec.addOption(repeated(
                "POLICY=CHOICE[,...]",
                "what becomes of deprecated and unstable commands and members: deprecated-input=accept|reject, "
                        + "deprecated-output=accept|hide, and the same with unstable-",
                "-compat"));
    }

    private static void timing(CommandSpec spec) {
        spec.addOption(value(
                "SECONDS",
                "close a session that has not negotiated its capabilities after this time; 0 (default): never",
                "--negotiation-timeout"));
        spec.addOption(value(
                "MICROSECONDS",
                "while requests come in quick succession, look for the next one this long before sleeping (default 30)",
                "--spin"));
    }

    private static void schema(CommandSpec spec) {
        spec.addOption(repeated(
                "FILE",
                "serve the commands of a QAPI schema instead of the built-in ones; a built-in command keeps its handler if the "
                        + "file declares it with the same shape",
                "--schema"));
        spec.addOption(repeated("FILE", "serve the commands of a QAPI schema besides", "--schema-add"));
        spec.addOption(Parts.file(
                "FILE",
                "the answers of commands that have no handler, as JSON: "
                        + "{\"COMMAND\": {\"return\": VALUE, \"delay\": MS, \"events\": [{\"event\": NAME}]}}",
                "--replies"));
        spec.addOption(choice(
                "MODE",
                List.of("strict", "warn", "off"),
                "what wrong documentation in these schemas means: strict (default), warn or off",
                "--docs"));
        spec.addOption(repeated("NAME", "a name that is true in the schemas' conditions; without any, all hold", "-D"));
        spec.addOption(flag("no condition holds", "--no-conditions"));
        spec.addOption(flag(
                "tell clients the text of an unexpected exception, which otherwise is in the log only",
                "--exception-texts"));
        spec.addOption(flag("check what handlers return and emit against the schema", "--check-providers"));
        spec.addOption(value("M.m.u[:PACKAGE]", "the version to report", "--report-version"));
    }

    private static void process(CommandSpec spec) {
        spec.addOption(value(
                "DIR",
                "add the commands and devices of the jars in this directory; a jar that cannot be used stops the start",
                "--plugins"));
        spec.addOption(flag("leave out jars that cannot be used, and say so", "--plugins-skip-broken"));
        spec.addOption(
                Parts.file("FILE", "write the number of the process there; it is removed at the end", "-pidfile"));
        spec.addOption(flag("log what happens, on standard error", "-v"));
        spec.addOption(flag("log each message too", "-vv"));
        spec.addOption(Parts.file("FILE", "log there instead", "--log"));
    }
}
