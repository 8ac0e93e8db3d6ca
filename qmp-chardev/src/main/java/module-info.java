import org.jspecify.annotations.NullMarked;

/** Character devices, watches and the event loop that drives them. */
@NullMarked
module dev.qmp.chardev {
    requires static transitive org.jspecify;

    exports dev.qmp.chardev;
}
