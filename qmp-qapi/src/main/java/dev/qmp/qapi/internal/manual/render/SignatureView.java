package dev.qmp.qapi.internal.manual.render;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Alternative;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.SchemaEntity;
import dev.qmp.qapi.StructType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows a definition in a line: a command like a function, a type by what it is made of.
 *
 * <p>Thread: confined to the thread that writes the page.
 */
final class SignatureView {
    private static final int WIDTH = 76;
    private static final int PARAMETERS = 8;

    private final Html html;
    private final Catalog catalog;

    SignatureView(Html html, Catalog catalog) {
        this.html = html;
        this.catalog = catalog;
    }

    /** Shows the line, if it tells more than the name and the kind do. */
    void render(SchemaEntity entity) {
        if (entity instanceof Command command) {
            begin();
            command(command);
            end();
        } else if (entity instanceof UnionType union) {
            begin();
            html.element("span", union.name(), "class", "name");
            base(union);
            html.element("span", " by ", "class", "dim").text(union.tag().name());
            html.element("span", ": ", "class", "dim");
            TypeView.bare(html, catalog, union.tag().type());
            end();
        } else if (entity instanceof StructType struct && struct.base().isPresent()) {
            begin();
            html.element("span", struct.name(), "class", "name");
            base(struct);
            end();
        } else if (entity instanceof AlternateType alternate) {
            begin();
            alternate(alternate);
            end();
        }
    }

    private void begin() {
        html.open("pre", "class", "signature").open("code");
    }

    private void end() {
        html.close().end();
    }

    private void base(ObjectType object) {
        ObjectType base = object.base().orElse(null);
        if (base != null && !base.isImplicit()) {
            html.element("span", " extends ", "class", "dim");
            TypeView.bare(html, catalog, base);
        }
    }

    private void alternate(AlternateType alternate) {
        html.element("span", alternate.name(), "class", "name").element("span", " = ", "class", "dim");
        boolean isFirst = true;
        for (Alternative alternative : alternate.alternatives()) {
            if (catalog.shows(alternative.condition())) {
                if (!isFirst) {
                    html.element("span", " | ", "class", "dim");
                }
                isFirst = false;
                TypeView.bare(html, catalog, alternative.type());
            }
        }
    }

    private void command(Command command) {
        html.element("span", command.name(), "class", "name").text("(");
        ObjectType arguments = command.argumentType();
        if (arguments.isImplicit()) {
            parameters(command, arguments);
        } else {
            html.element("span", "\u2026", "class", "dim");
            TypeView.bare(html, catalog, arguments);
        }
        html.text(")");
        if (returnsSomething(command.returnType())) {
            html.element("span", " \u2192 ", "class", "dim");
            TypeView.bare(html, catalog, command.returnType());
        }
    }

    /** The result is shown unless it is the type of commands without a result. */
    static boolean returnsSomething(Type type) {
        return !type.name().equals(StructType.EMPTY_NAME);
    }

    private void parameters(Command command, ObjectType arguments) {
        List<Member> all = new ArrayList<>();
        for (Member member : arguments.allMembers()) {
            if (catalog.shows(member.condition())) {
                all.add(member);
            }
        }
        List<Member> shown = all.size() > PARAMETERS ? mandatoryFirst(all) : all;
        boolean isLong = width(command, shown) > WIDTH || shown.size() < all.size();
        for (int i = 0; i < shown.size(); i++) {
            Member member = shown.get(i);
            html.text(isLong ? "\n    " : i > 0 ? " " : "");
            html.text(member.name());
            html.element("span", member.isOptional() ? "?: " : ": ", "class", "dim");
            TypeView.bare(html, catalog, member.type());
            html.text(i + 1 < all.size() ? "," : "");
        }
        if (shown.size() < all.size()) {
            html.text("\n    ").element("span", "\u2026 " + (all.size() - shown.size()) + " more", "class", "dim");
        }
        html.text(isLong ? "\n" : "");
    }

    /** Of many, those that must be there, and optional ones as far as there is room. */
    private static List<Member> mandatoryFirst(List<Member> all) {
        int mandatory = 0;
        for (Member member : all) {
            mandatory += member.isOptional() ? 0 : 1;
        }
        int room = Math.max(0, PARAMETERS - mandatory);
        List<Member> shown = new ArrayList<>();
        for (Member member : all) {
            if (!member.isOptional() || room-- > 0) {
                shown.add(member);
            }
        }
        return shown;
    }

    private static int width(Command command, List<Member> members) {
        int width = command.name().length() + 2;
        if (returnsSomething(command.returnType())) {
            width += 3 + TypeView.width(command.returnType());
        }
        for (Member member : members) {
            width += member.name().length() + TypeView.width(member.type()) + (member.isOptional() ? 5 : 4);
        }
        return width;
    }
}
