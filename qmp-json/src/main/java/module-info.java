import org.jspecify.annotations.NullMarked;

/** The JSON dialect of a QMP monitor: incremental parser, value factory and writer. */
@NullMarked
module dev.qmp.json {
    requires transitive jakarta.json;
    requires static org.jspecify;

    exports dev.qmp.json;
}
