package dev.qmp.monitor;

import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.monitor.internal.control.ControlCommands;
import dev.qmp.monitor.internal.control.ControlCommandsProvider;

/**
 * The commands of the protocol itself: negotiation, version, names, introspection and the end.
 *
 * <p>Thread: immutable.
 */
@SuppressWarnings("exports") // what is inherited is for this module
public final class ControlProvider extends ControlCommandsProvider {
    /** The command that ends negotiation mode. */
    static final String NEGOTIATE = "qmp_capabilities";

    /** Made by ServiceLoader. */
    public ControlProvider() {
        super("control");
    }

    @Override
    protected ControlCommands commands(ProviderContext context) {
        return new Control(context);
    }
}
