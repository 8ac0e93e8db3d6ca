package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.SourceInfo;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.SchemaError;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.parse.DocBlock;
import dev.qmp.qapi.internal.parse.DocSection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What documentation describes exists in the definition.
 *
 * <p>Thread: confined to one compilation.
 */
final class DocNamesCheck {
    private final Reporter reporter;

    DocNamesCheck(Reporter reporter) {
        this.reporter = reporter;
    }

    void check(Draft draft) {
        for (DocBlock doc : draft.docs()) {
            Def def = draft.find(doc.symbol());
            if (def == null || def.doc() != doc) {
                continue;
            }
            try {
                check(def, doc);
            } catch (SchemaError e) {
                reporter.recover(e);
            }
        }
    }

    private void check(Def def, DocBlock doc) {
        Set<String> members = new HashSet<>();
        Set<String> features = names(def.features());
        for (PartDef piece : DocDescriptionsCheck.pieces(def)) {
            members.add(piece.name());
            features.addAll(names(piece.features()));
        }
        report(doc, Doc.Kind.MEMBER, "member", members);
        report(doc, Doc.Kind.FEATURE, "feature", features);
    }

    private static Set<String> names(List<Feature> features) {
        Set<String> names = new HashSet<>();
        for (Feature feature : features) {
            names.add(feature.name());
        }
        return names;
    }

    private void report(DocBlock doc, Doc.Kind kind, String word, Set<String> known) {
        StringBuilder bogus = new StringBuilder();
        SourceInfo first = null;
        int count = 0;
        for (DocSection section : doc.sections()) {
            if (section.kind() == kind && !section.isImplied() && !known.contains(section.name())) {
                first = first == null ? section.info() : first;
                bogus.append(count++ > 0 ? ", " : "")
                        .append('\'')
                        .append(section.name())
                        .append('\'');
            }
        }
        fault(
                first,
                "documented " + word + (count > 1 ? "s " : " ") + bogus + (count > 1 ? " do" : " does") + " not exist");
    }

    private void fault(@Nullable SourceInfo where, String message) {
        if (where != null) {
            reporter.docFault(Diagnostic.error(where, 0, message));
        }
    }
}
