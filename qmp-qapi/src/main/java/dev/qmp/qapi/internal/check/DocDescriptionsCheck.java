package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.DocsMode;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.draft.AlternateDef;
import dev.qmp.qapi.internal.draft.CommandDef;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.EventDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.Payload;
import dev.qmp.qapi.internal.parse.DocBlock;
import java.util.List;

/**
 * What a definition declares is described in its documentation.
 *
 * <p>Thread: confined to one compilation.
 */
final class DocDescriptionsCheck {
    private final Reporter reporter;

    DocDescriptionsCheck(Reporter reporter) {
        this.reporter = reporter;
    }

    void check(Def def) {
        DocBlock doc = def.doc();
        if (doc == null || reporter.docs() == DocsMode.OFF) {
            return;
        }
        features(def, def.features(), doc);
        for (PartDef piece : pieces(def)) {
            piece(def, piece, doc);
        }
        if (def instanceof CommandDef command && command.returns() != null && doc.find(Doc.Kind.RETURNS, "") == null) {
            doc.addImpliedReturns();
        }
    }

    /** Returns what must be described at a definition itself: nothing that another definition declares. */
    static List<PartDef> pieces(Def def) {
        if (def instanceof EnumDef values) {
            return values.values();
        }
        if (def instanceof AlternateDef alternate) {
            return alternate.branches();
        }
        if (def instanceof ObjectDef object) {
            ObjectDef base = object.base();
            return base != null && base.implicit() ? base.members() : object.members();
        }
        if (def instanceof CommandDef command) {
            return inline(command.payload());
        }
        return def instanceof EventDef event ? inline(event.payload()) : List.of();
    }

    private static List<PartDef> inline(Payload payload) {
        return payload.type() instanceof ObjectDef object && object.implicit() ? object.members() : List.of();
    }

    private void piece(Def def, PartDef piece, DocBlock doc) {
        if (doc.find(Doc.Kind.MEMBER, piece.name()) == null) {
            if (!def.pragmas().exceptsDocumentation(def.name())) {
                String word = def instanceof EnumDef ? "value" : def instanceof AlternateDef ? "branch" : "member";
                reporter.docFault(def.site().diagnostic(word + " '" + piece.name() + "' lacks documentation"));
            }
            doc.addImpliedMember(piece.name());
        }
        features(def, piece.features(), doc);
    }

    private void features(Def def, List<Feature> features, DocBlock doc) {
        for (Feature feature : features) {
            if (doc.find(Doc.Kind.FEATURE, feature.name()) == null) {
                reporter.docFault(def.site().diagnostic("feature '" + feature.name() + "' lacks documentation"));
            }
        }
    }
}
