package dev.qmp.monitor.internal.control;

import dev.qmp.dispatch.spi.ProviderContext;
import dev.qmp.monitor.internal.control.schema.ControlCommands;
import dev.qmp.monitor.internal.control.schema.ControlCommandsProvider;

/**
 * The commands of the protocol itself: negotiation, version, names, introspection and the end.
 *
 * <p>Thread: immutable.
 */
public final class ControlProvider extends ControlCommandsProvider {
    /** Made by ServiceLoader. */
    public ControlProvider() {
        super("control");
    }

    @Override
    protected ControlCommands commands(ProviderContext context) {
        return new ProtocolCommands(context);
    }
}
