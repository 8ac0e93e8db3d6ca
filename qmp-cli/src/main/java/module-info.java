import org.jspecify.annotations.NullMarked;

/**
 * The {@code qmp} tool: subcommands, composition, and the simulated machine.
 *
 * @uses dev.qmp.chardev.spi.ChardevBackend of plug-ins
 * @uses dev.qmp.dispatch.spi.CommandProvider of plug-ins
 * @provides System.LoggerFinder the log, which makes nobody wait
 * @provides dev.qmp.dispatch.spi.CommandProvider the simulated machine
 */
@NullMarked
module dev.qmp.cli {
    requires dev.qmp.monitor;
    requires info.picocli;
    requires jdk.httpserver;
    requires org.eclipse.parsson;
    requires org.jline.nativ;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires static org.jspecify;

    uses dev.qmp.chardev.spi.ChardevBackend;
    uses dev.qmp.dispatch.spi.CommandProvider;

    provides System.LoggerFinder with
            dev.qmp.cli.log.LogFinder;
    provides dev.qmp.dispatch.spi.CommandProvider with
            dev.qmp.cli.machine.MachineProvider;
}
