package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.OptionSpecs.flag;
import static dev.qmp.cli.commandline.OptionSpecs.parameter;
import static dev.qmp.cli.commandline.OptionSpecs.repeated;
import static dev.qmp.cli.commandline.OptionSpecs.value;

import picocli.CommandLine.Model.CommandSpec;

/** {@code qmp proxy}, which is parsed as {@code qmp serve} is. */
final class ProxyDescription {
    private ProxyDescription() {}

    static CommandSpec spec() {
        CommandSpec spec = OptionSpecs.command(
                "proxy",
                "share the monitor of a server, such as a QEMU, among many clients",
                "Every client gets the server's greeting and all its events, and negotiates for itself. Requests of all clients go to "
                        + "the server in turn, those out of band at once, and each client gets the replies to its own.",
                "Sockets are for 64 clients unless max-clients says otherwise. The end of the server ends the proxy; the exit status "
                        + "is 0 if the server had announced its end by the event SHUTDOWN, and 1 otherwise.");
        spec.usageMessage().customSynopsis("qmp proxy ADDRESS [OPTION]...");
        options(spec);
        OptionSpecs.examples(
                spec,
                "# one QEMU, many clients",
                "qmp proxy /run/vm.sock -qmp unix:/run/shared.sock,server=on,wait=off",
                "# for certain users of this machine, and over TLS for whoever has a certificate",
                "qmp proxy /run/vm.sock -qmp unix:/run/shared.sock,server=on,wait=off,allow-uid=0:1000 "
                        + "-object tls-creds-x509,id=t,dir=/etc/qmp,endpoint=server -qmp tcp::4444,server=on,wait=off,tls-creds=t",
                "# all QEMUs of a folder, one socket for each",
                "qmp proxy --upstreams '/run/vms/*.sock' -qmp unix:/run/shared/{name}.sock,server=on,wait=off");
        return spec;
    }

    /** Adds what every subcommand has that stands in front of a server. */
    static void options(CommandSpec spec) {
        spec.addPositional(parameter("0", "ADDRESS", ClientDescriptions.ADDRESS));
        ServeDescription.devices(spec);
        ServeDescription.credentials(spec);
        spec.addOption(repeated(
                "NAME=ADDRESS",
                "one of several servers, instead of ADDRESS; {name} in the options of devices stands for its name",
                "--upstream"));
        spec.addOption(value(
                "DIR/*.sock",
                "several servers, whose sockets may come and go: those of this folder with names of this form; {name} in the options of "
                        + "devices stands for what the asterisk does",
                "--upstreams"));
        spec.addOption(flag(
                "when the connection to the server is lost, keep the clients and connect again; the event X_UPSTREAM tells them",
                "--reconnect"));
        spec.addOption(flag(
                "pass the file descriptors of getfd and add-fd on; monitors at unix sockets take them, and the server must be at one",
                "--descriptors"));
        spec.addOption(value(
                "SECONDS",
                "how long connecting to the server and negotiation may take together (default 5)",
                "--timeout"));
        ClientDescriptions.certificates(spec);
        ServeDescription.timing(spec);
        ServeDescription.bounds(spec);
        spec.addOption(OptionSpecs.file(
                "FILE",
                "append each request with its reply to this file, as JSON, one on each line; passwords and the like are masked",
                "--journal"));
        ServeDescription.process(spec);
    }
}
