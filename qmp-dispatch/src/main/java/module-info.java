import org.jspecify.annotations.NullMarked;

/**
 * Commands, their providers, and the way from a request to its reply, in band or out of band.
 *
 * <p>Knows no sockets, no sessions and no threads of its own: whoever owns a monitor calls {@link dev.qmp.dispatch.Dispatcher}
 * in the thread that the request is to run in.
 *
 * @uses dev.qmp.dispatch.spi.CommandProvider
 */
@NullMarked
module dev.qmp.dispatch {
    requires transitive dev.qmp.json;
    requires transitive dev.qmp.qapi;
    requires static org.jspecify;

    exports dev.qmp.dispatch;
    exports dev.qmp.dispatch.spi;

    uses dev.qmp.dispatch.spi.CommandProvider;
}
