import org.jspecify.annotations.NullMarked;

/**
 * The QAPI schema language: model, compiler, introspection, run-time validation, comparison, and what generated code needs.
 *
 * @uses dev.qmp.qapi.spi.SchemaGenerator
 * @provides dev.qmp.qapi.spi.SchemaGenerator introspection, Java, and a reference manual
 */
@NullMarked
module dev.qmp.qapi {
    requires transitive dev.qmp.json;
    requires static org.jspecify;

    exports dev.qmp.qapi;
    exports dev.qmp.qapi.arguments;
    exports dev.qmp.qapi.compiler;
    exports dev.qmp.qapi.diff;
    exports dev.qmp.qapi.introspection;
    exports dev.qmp.qapi.replies;
    exports dev.qmp.qapi.spi;
    exports dev.qmp.qapi.typed;
    exports dev.qmp.qapi.validation;

    uses dev.qmp.qapi.spi.SchemaGenerator;

    provides dev.qmp.qapi.spi.SchemaGenerator with
            dev.qmp.qapi.internal.introspect.IntrospectionGenerator,
            dev.qmp.qapi.internal.java.JavaGenerator,
            dev.qmp.qapi.internal.manual.ManualGenerator;
}
