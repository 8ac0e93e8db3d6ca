import org.jspecify.annotations.NullMarked;

/** The QAPI schema language: parser, checker, model, introspection and run-time validation. */
@NullMarked
module dev.qmp.qapi {
    requires transitive dev.qmp.json;
    requires static transitive org.jspecify;

    exports dev.qmp.qapi;
}
