package dev.qmp.qapi.compiler;

import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.internal.check.ConfigurationCheck;
import dev.qmp.qapi.internal.check.Frontend;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.draft.Draft;
import java.util.List;

/**
 * Compiles QAPI schemas of the language of QEMU 10.1: text in, a checked model out.
 *
 * <p>Thread: immutable; every compilation is confined to its caller.
 */
public final class SchemaCompiler {
    private final DocsMode docs;
    private final Configuration configuration;
    private final boolean style;
    private final List<SchemaSource> amendments;

    private SchemaCompiler(DocsMode docs, Configuration configuration, boolean style, List<SchemaSource> amendments) {
        this.docs = docs;
        this.configuration = configuration;
        this.style = style;
        this.amendments = amendments;
    }

    /**
     * Makes a compiler that checks documentation strictly and lets every condition hold.
     *
     * @return the compiler
     */
    public static SchemaCompiler create() {
        return new SchemaCompiler(DocsMode.STRICT, Configuration.all(), false, List.of());
    }

    /**
     * Returns a compiler that treats documentation comments in another way.
     *
     * @param mode how they are treated
     * @return the compiler
     */
    public SchemaCompiler withDocs(DocsMode mode) {
        return new SchemaCompiler(mode, configuration, style, amendments);
    }

    /**
     * Returns a compiler whose schemas have a configuration. Conditions never influence the checks.
     *
     * @param conditions which conditions hold
     * @return the compiler
     */
    public SchemaCompiler withConfiguration(Configuration conditions) {
        return new SchemaCompiler(docs, conditions, style, amendments);
    }

    /**
     * Returns a compiler that also warns of lines of documentation comments that are too long, and of single spaces between
     * sentences, if documentation is checked strictly: QEMU's generator refuses them since 10.2.
     *
     * <p>Specification: {@code qapi-doc-style}.
     *
     * @return the compiler
     */
    public SchemaCompiler withStyleWarnings() {
        return new SchemaCompiler(docs, configuration, true, amendments);
    }

    /**
     * Returns a compiler that replaces definitions, as a server does that can behave like an older one.
     *
     * @param changed schemas of which each definition takes the place of that of the same name, which must be there
     * @return the compiler
     */
    public SchemaCompiler withAmendments(List<SchemaSource> changed) {
        return new SchemaCompiler(docs, configuration, style, List.copyOf(changed));
    }

    /**
     * Compiles a schema; stops at the first error.
     *
     * @param root the root file
     * @return the model
     * @throws SchemaException if the schema is refused; the message is that of QEMU's generator
     */
    public Schema compile(SchemaSource root) {
        return compile(List.of(root));
    }

    /**
     * Compiles several schemas into one, which share one namespace; stops at the first error. A name that two of them
     * define is an error that names both places.
     *
     * @param roots the root files; the order decides that of introspection
     * @return the model
     * @throws SchemaException if a schema is refused
     */
    public Schema compile(List<SchemaSource> roots) {
        CheckResult result = check(roots, false);
        return result.schema().orElseThrow(() -> new SchemaException(result.errors()));
    }

    /**
     * Checks several schemas that are composed into one.
     *
     * @param roots the root files
     * @param allErrors whether to continue after an error, at the next definition; otherwise only the first one is reported
     * @return the findings, and the model if there is no error
     */
    public CheckResult check(List<SchemaSource> roots, boolean allErrors) {
        Reporter reporter = new Reporter(docs, allErrors, style && docs == DocsMode.STRICT);
        try {
            Draft draft = Frontend.run(roots, amendments, reporter);
            if (!reporter.failed()) {
                new ConfigurationCheck(configuration, reporter).check(draft);
                Schema schema = Assembler.assemble(draft).withConfiguration(configuration);
                return new CheckResult(schema, reporter.diagnostics());
            }
        } catch (SchemaError e) {
            if (!reporter.failed()) {
                throw new IllegalStateException("an error was not reported: " + e.getMessage(), e);
            }
        }
        return new CheckResult(null, reporter.diagnostics());
    }
}
