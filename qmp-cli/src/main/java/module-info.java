import org.jspecify.annotations.NullMarked;

/**
 * The {@code qmp} tool: subcommands, composition, and the simulated machine.
 *
 * @provides dev.qmp.dispatch.CommandProvider the simulated machine
 */
@NullMarked
module dev.qmp.cli {
    requires dev.qmp.monitor;
    requires org.eclipse.parsson;
    requires org.jline.nativ;
    requires static transitive org.jspecify;

    provides dev.qmp.dispatch.CommandProvider with
            dev.qmp.cli.machine.MachineProvider;
}
