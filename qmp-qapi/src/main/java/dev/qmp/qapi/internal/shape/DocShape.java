package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.parse.DocBlock;
import dev.qmp.qapi.internal.parse.DocSection;
import dev.qmp.qapi.internal.parse.Item;
import dev.qmp.qapi.internal.parse.Pragmas;

/** Checks that a definition has the documentation it needs, and that it is the definition's own. */
final class DocShape {
    private DocShape() {}

    static void check(Item.Definition item, Site site, Pragmas pragmas, Reporter reporter) {
        DocBlock doc = item.doc();
        if (doc == null) {
            if (pragmas.docRequired() && reporter.docs() != DocsMode.OFF && !item.docBroken()) {
                reporter.docFault(site.diagnostic("documentation comment required"));
            }
            return;
        }
        if (!doc.symbol().equals(site.name())) {
            reporter.docFault(site.diagnostic("documentation comment is for '" + doc.symbol() + "'"));
        }
        DocSection returns = doc.find(Doc.Kind.RETURNS, "");
        DocSection errors = doc.find(Doc.Kind.ERRORS, "");
        if (site.meta().equals("command")) {
            if (returns != null && !item.expr().fields().containsKey("returns")) {
                fault(returns, "'Returns' section, but command doesn't return anything", reporter);
            }
        } else {
            if (returns != null) {
                fault(returns, "'Returns' section is only valid for commands", reporter);
            }
            if (errors != null) {
                fault(errors, "'Errors' section is only valid for commands", reporter);
            }
        }
    }

    private static void fault(DocSection section, String message, Reporter reporter) {
        reporter.docFault(Diagnostic.error(section.info(), 0, message));
    }
}
