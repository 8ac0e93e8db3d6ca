package dev.qmp.cli.commandline;

import static dev.qmp.cli.commandline.OptionSpecs.repeated;

import picocli.CommandLine.Model.CommandSpec;

/** {@code qmp record}, which is parsed as {@code qmp proxy} is. */
final class RecordDescription {
    private RecordDescription() {}

    static CommandSpec spec() {
        CommandSpec spec = OptionSpecs.command(
                "record",
                "record what clients ask a server and what it answers, to be replayed by qmp serve",
                "Clients are served as by qmp proxy. At the end, be it by SIGTERM or because the server ends, and whenever a client "
                        + "sends x-save, the file gets the replies of the server with their events. qmp serve --replies FILE gives a "
                        + "client that asks the same again the same replies.",
                "Passwords, the data of secret objects and the like are masked in the file, and match any value.");
        spec.usageMessage().customSynopsis("qmp record ADDRESS -o FILE [OPTION]...");
        spec.addOption(OptionSpecs.file("FILE", "the file of replies to write", "-o"));
        spec.addOption(repeated("NAME", "mask the values of members with this name, too", "--mask"));
        ProxyDescription.options(spec);
        OptionSpecs.examples(
                spec,
                "# record a client of a QEMU",
                "qmp record /run/vm.sock -o vm.json -qmp unix:/run/recorded.sock,server=on,wait=off",
                "# replay it",
                "qmp serve --replies vm.json -qmp unix:/run/replayed.sock,server=on,wait=off");
        return spec;
    }
}
