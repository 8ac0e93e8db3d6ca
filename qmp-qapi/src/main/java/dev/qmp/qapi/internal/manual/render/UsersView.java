package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.internal.manual.catalog.Use;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Shows the users of a type. */
final class UsersView {
    private static final int FEW = 12;

    private UsersView() {}

    static void render(Html html, List<Use> uses) {
        if (uses.isEmpty()) {
            return;
        }
        Map<Use.Role, List<Use>> byRole = new EnumMap<>(Use.Role.class);
        for (Use use : uses) {
            byRole.computeIfAbsent(use.role(), role -> new ArrayList<>()).add(use);
        }
        boolean isLong = uses.size() > FEW;
        if (isLong) {
            html.open("details", "class", "users").element("summary", "Used in " + uses.size() + " places");
        }
        html.open("dl", "class", "users").line();
        for (Map.Entry<Use.Role, List<Use>> entry : byRole.entrySet()) {
            html.element("dt", entry.getKey().title()).open("dd");
            String separator = "";
            for (Use use : entry.getValue()) {
                html.text(separator);
                html.open("a", "href", use.href()).element("code", use.label()).close();
                separator = ", ";
            }
            html.end();
        }
        html.end();
        if (isLong) {
            html.end();
        }
    }
}
