package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.Draft;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;

/** The discriminator of a union is a mandatory, unconditional base member of an enumeration type. */
final class DiscriminatorCheck {
    private DiscriminatorCheck() {}

    static PartDef check(ObjectDef union, Clashes base, Draft draft) {
        Site site = union.site();
        String name = String.valueOf(union.tagName());
        PartDef tag = base.find(name);
        if (tag == null || !tag.name().equals(name)) {
            throw site.error("discriminator '" + name + "' is not a member of 'base'");
        }
        boolean inline = tag.definedIn().equals(union.name()) && draft.find(tag.definedIn()) == union;
        String where = inline ? "'base'" : "base type '" + tag.definedIn() + "'";
        String fault = "";
        if (!(tag.type() instanceof EnumDef)) {
            fault = "be of enum type";
        } else if (tag.optional()) {
            fault = "not be optional";
        } else if (tag.condition().isPresent()) {
            fault = "not be conditional";
        }
        if (!fault.isEmpty()) {
            throw site.error("discriminator member '" + name + "' of " + where + " must " + fault);
        }
        return tag;
    }
}
