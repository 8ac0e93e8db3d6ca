package dev.qmp.qapi.internal.parse;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.SourceInfo;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A documentation comment while it is read and checked.
 *
 * <p>Thread: confined to one compilation.
 */
public final class DocBlock {
    private final String symbol;
    private final SourceInfo info;
    private final List<DocSection> sections = new ArrayList<>();

    /** The first section of each kind and name. */
    private final Map<Doc.Kind, Map<String, DocSection>> known = new EnumMap<>(Doc.Kind.class);

    /** The index of the last description of a member; -1 if there is none. */
    private int lastMember = -1;

    DocBlock(String symbol, SourceInfo info) {
        this.symbol = symbol;
        this.info = info;
        insert(0, new DocSection(Doc.Kind.PLAIN, "", "", info, false));
    }

    private void insert(int at, DocSection section) {
        sections.add(at, section);
        known.computeIfAbsent(section.kind(), kind -> new HashMap<>()).putIfAbsent(section.name(), section);
        if (section.kind() == Doc.Kind.MEMBER) {
            lastMember = at;
        }
    }

    /** Returns the name it documents, empty if it is free-form. */
    public String symbol() {
        return symbol;
    }

    /** Returns the line of the opening mark. */
    public SourceInfo info() {
        return info;
    }

    /** Returns the sections. */
    public List<DocSection> sections() {
        return sections;
    }

    DocSection last() {
        return sections.get(sections.size() - 1);
    }

    DocSection add(Doc.Kind kind, String tag, String name, SourceInfo where) {
        DocSection section = new DocSection(kind, tag, name, where, false);
        insert(sections.size(), section);
        return section;
    }

    /** Returns the plain section to add a paragraph to: the last one if it is plain, otherwise a new one. */
    DocSection paragraph(SourceInfo where) {
        DocSection last = last();
        if (last.kind() != Doc.Kind.PLAIN) {
            return add(Doc.Kind.PLAIN, "", "", where);
        }
        last.append("");
        return last;
    }

    /** Returns the first section of a kind and name, null if there is none. */
    public @Nullable DocSection find(Doc.Kind kind, String name) {
        Map<String, DocSection> sectionsOfKind = known.get(kind);
        return sectionsOfKind == null ? null : sectionsOfKind.get(name);
    }

    boolean has(Doc.Kind kind) {
        return known.containsKey(kind);
    }

    /** Adds an empty description of a member after the last one, or after the introduction if there is none. */
    public void addImpliedMember(String name) {
        int at = Math.max(lastMember, 0) + 1;
        insert(at, new DocSection(Doc.Kind.MEMBER, "", name, info, true));
    }

    /** Adds an empty section on what is returned: after the descriptions, else before errors, else before features. */
    public void addImpliedReturns() {
        int at = 1;
        if (lastMember >= 0) {
            at = lastMember + 1;
        } else if (firstIndex(Doc.Kind.ERRORS) >= 0) {
            at = firstIndex(Doc.Kind.ERRORS);
        } else if (firstIndex(Doc.Kind.FEATURE) >= 0) {
            at = firstIndex(Doc.Kind.FEATURE);
        }
        insert(at, new DocSection(Doc.Kind.RETURNS, "", "", info, true));
    }

    private int firstIndex(Doc.Kind kind) {
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the comment as the model has it. */
    public Doc toDoc() {
        List<Doc.Section> done = new ArrayList<>(sections.size());
        for (DocSection section : sections) {
            done.add(new Doc.Section(
                    section.kind(), section.name(), section.text(), section.info(), section.isImplied()));
        }
        return new Doc(symbol, info, done);
    }
}
