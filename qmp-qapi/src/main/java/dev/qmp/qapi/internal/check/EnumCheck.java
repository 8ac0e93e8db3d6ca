package dev.qmp.qapi.internal.check;

import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.MemberDef;

/** Values of an enumeration differ from each other, and so do the features of each. */
final class EnumCheck {
    private EnumCheck() {}

    static void check(EnumDef type) {
        Clashes clashes = new Clashes();
        for (MemberDef value : type.values()) {
            clashes.add(value, type.site());
            FeatureClashCheck.check(value, type.site());
        }
    }
}
