import dev.qmp.chardev.ChardevBackend;
import org.jspecify.annotations.NullMarked;

/**
 * Character devices, watches and the event loop that drives them.
 *
 * @uses ChardevBackend every type of device that can be opened by name
 */
@NullMarked
module dev.qmp.chardev {
    requires static transitive org.jspecify;
    requires jdk.net;

    exports dev.qmp.chardev;

    uses ChardevBackend;
}
