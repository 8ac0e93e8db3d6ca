package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.SchemaError;
import org.jspecify.annotations.Nullable;

/**
 * Parses one file: definitions, documentation comments and directives.
 *
 * <p>Thread: confined to one compilation.
 */
final class FileParser {
    private final SchemaReader reader;
    private final ParsedSchema schema;
    private final Reporter reporter;
    private final String file;
    private final String module;
    private final Lexer lexer;
    private final ExprParser exprs;
    private final DocParser docs;
    private @Nullable DocBlock pending;
    private boolean docBroken;

    FileParser(SchemaReader reader, String file, @Nullable SourceInfo includedFrom, String text) {
        this.reader = reader;
        this.schema = reader.schema();
        this.reporter = reader.reporter();
        this.file = file;
        this.module = reader.module(file);
        this.lexer = new Lexer(file, includedFrom, text, reporter.docs() != DocsMode.OFF);
        this.exprs = new ExprParser(lexer);
        this.docs = new DocParser(lexer, reporter);
    }

    void parse() {
        guard(1, lexer::next);
        while (lexer.kind() != Lexer.END) {
            item();
        }
        try {
            rejectPending();
        } catch (SchemaError e) {
            reporter.recover(e);
        }
    }

    private void item() {
        SourceInfo info = lexer.here();
        if (lexer.kind() == Lexer.COMMENT) {
            guard(info.line(), this::doc);
            return;
        }
        Expr expr = null;
        try {
            expr = exprs.value();
        } catch (SchemaError e) {
            String lost = exprs.lostName();
            if (lost != null) {
                schema.items().add(new Item.Lost(module, lost));
            }
            pending = null;
            docBroken = false;
            resume(info.line(), e);
        }
        if (expr != null) {
            try {
                topLevel(expr, info);
            } catch (SchemaError e) {
                reporter.recover(e);
            }
            pending = null;
            docBroken = false;
        }
    }

    /** Runs a step that may meet a syntax error, and continues after the error where all errors are wanted. */
    private void guard(int line, Runnable step) {
        try {
            step.run();
        } catch (SchemaError e) {
            resume(line, e);
        }
    }

    private void resume(int line, SchemaError first) {
        SchemaError error = first;
        int from = line;
        while (error != null) {
            reporter.recover(error);
            lexer.skipToDefinition(from);
            from = lexer.here().line();
            error = null;
            try {
                lexer.next();
            } catch (SchemaError e) {
                error = e;
            }
        }
    }

    private void doc() {
        try {
            rejectPending();
        } catch (SchemaError e) {
            reporter.recover(e);
        }
        pending = null;
        docBroken = true;
        DocBlock doc = docs.parse();
        docBroken = false;
        pending = doc;
        schema.docs().add(doc);
    }

    private void topLevel(Expr expr, SourceInfo info) {
        if (!(expr instanceof Expr.Fields definition)) {
            throw new SchemaError(Diagnostic.error(info, 0, "top-level expression must be an object"));
        }
        if (definition.fields().containsKey("include")) {
            rejectPending();
            include(definition, info);
        } else if (definition.fields().containsKey("pragma")) {
            rejectPending();
            PragmaDirective.apply(definition, info, schema.pragmas());
        } else {
            DocBlock doc = pending;
            if (doc != null && doc.symbol().isEmpty()) {
                reporter.docFault(Diagnostic.error(doc.info(), 0, "definition documentation required"));
                doc = null;
            }
            schema.items().add(new Item.Definition(module, info, definition, doc, docBroken));
        }
    }

    private void include(Expr.Fields directive, SourceInfo info) {
        if (directive.fields().size() != 1) {
            throw new SchemaError(Diagnostic.error(info, 0, "invalid 'include' directive"));
        }
        if (!(directive.fields().get("include") instanceof Expr.Text include)) {
            throw new SchemaError(Diagnostic.error(info, 0, "value of 'include' must be a string"));
        }
        String target = FileNames.join(FileNames.directory(file), include.value());
        String identity = reader.identity(target);
        schema.items().add(new Item.Include(module, reader.module(target)));
        if (reader.isOpen(identity)) {
            throw new SchemaError(Diagnostic.error(info, 0, "inclusion loop for " + include.value()));
        }
        reader.include(target, identity, info);
    }

    private void rejectPending() {
        DocBlock doc = pending;
        if (doc != null && !doc.symbol().isEmpty()) {
            pending = null;
            reporter.docFault(Diagnostic.error(
                    doc.info(), 0, "documentation for '" + doc.symbol() + "' is not followed by the definition"));
        }
    }
}
