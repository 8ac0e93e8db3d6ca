package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import java.util.ArrayList;
import java.util.List;

/** Divides what is too long for one page. Sizes are estimates of the bytes of HTML, known before anything is rendered. */
final class Weights {
    /** The most for one page; they are too high by about a third. */
    private static final int MOST = 260_000;

    /** The most members of branches that are described within a union's entry. */
    private static final int IN_PLACE = 16;

    private static final int ENTRY = 900;
    private static final int ROW = 320;
    private static final int NAME = 90;
    private static final double MARKUP = 1.25;

    private Weights() {}

    /** Divides items into pages of about the same size; text stays with the definition after it. */
    static List<List<Item>> divide(List<Item> items) {
        long total = 0;
        for (Item item : items) {
            total += of(item);
        }
        long parts = (total + MOST - 1) / MOST;
        List<List<Item>> divided = new ArrayList<>();
        List<Item> current = new ArrayList<>();
        long done = 0;
        for (Item item : items) {
            boolean mayBreak = !current.isEmpty() && !(current.get(current.size() - 1) instanceof Item.FreeText);
            if (mayBreak && done * parts >= total * (divided.size() + 1)) {
                divided.add(current);
                current = new ArrayList<>();
            }
            current.add(item);
            done += of(item);
        }
        divided.add(current);
        return divided;
    }

    /** Tells whether the members of a union's branches need a page of their own. */
    static boolean needsPage(UnionType union) {
        return members(union) > IN_PLACE;
    }

    private static int members(UnionType union) {
        int members = 0;
        for (Variant variant : union.variants()) {
            members += variant.isImplied() ? 0 : variant.type().allMembers().size();
        }
        return members;
    }

    private static long of(Item item) {
        if (item instanceof Item.FreeText text) {
            return (long) (text(text.doc()) * MARKUP);
        }
        Definition definition = (Definition) item;
        Doc doc = definition.doc();
        long size = ENTRY + (doc == null ? 0 : (long) (text(doc) * MARKUP));
        if (definition.entity() instanceof Command command) {
            size += payload(command.argumentType());
        } else if (definition.entity() instanceof Event event) {
            size += payload(event.argumentType());
        } else if (definition.entity() instanceof ObjectType type) {
            size += (long) ROW * type.members().size();
            size += (long) NAME * type.allMembers().size();
            if (type instanceof UnionType union) {
                size += (long) (needsPage(union) ? NAME : 2 * ROW) * members(union);
                size += (long) ROW * union.variants().size();
            }
        } else if (definition.entity() instanceof EnumType type) {
            size += (long) ROW * type.values().size();
        } else if (definition.entity() instanceof AlternateType type) {
            size += (long) ROW * type.alternatives().size();
        }
        return size;
    }

    private static long payload(ObjectType type) {
        return (long) (type.isImplicit() ? ROW : 2 * ROW) * type.allMembers().size();
    }

    private static int text(Doc doc) {
        int length = 0;
        for (Doc.Section section : doc.sections()) {
            length += section.text().length();
        }
        return length;
    }
}
