import org.jspecify.annotations.NullMarked;

/**
 * The QAPI schema language: parser, checker, model, introspection, run-time validation, comparison.
 *
 * @uses dev.qmp.qapi.SchemaGenerator
 * @provides dev.qmp.qapi.SchemaGenerator introspection, Java, and a reference manual
 */
@NullMarked
module dev.qmp.qapi {
    requires transitive dev.qmp.json;
    requires static transitive org.jspecify;

    exports dev.qmp.qapi;
    exports dev.qmp.qapi.diff;

    uses dev.qmp.qapi.SchemaGenerator;

    provides dev.qmp.qapi.SchemaGenerator with
            dev.qmp.qapi.internal.introspect.IntrospectionGenerator,
            dev.qmp.qapi.internal.java.JavaGenerator,
            dev.qmp.qapi.internal.manual.ManualGenerator;
}
