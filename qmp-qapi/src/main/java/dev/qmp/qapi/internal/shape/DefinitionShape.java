package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Condition;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.internal.diag.Reporter;
import dev.qmp.qapi.internal.diag.Site;
import dev.qmp.qapi.internal.draft.AlternateDef;
import dev.qmp.qapi.internal.draft.CommandDef;
import dev.qmp.qapi.internal.draft.Def;
import dev.qmp.qapi.internal.draft.EnumDef;
import dev.qmp.qapi.internal.draft.EventDef;
import dev.qmp.qapi.internal.draft.ModuleKey;
import dev.qmp.qapi.internal.draft.ObjectDef;
import dev.qmp.qapi.internal.draft.PartDef;
import dev.qmp.qapi.internal.draft.PartDef.Role;
import dev.qmp.qapi.internal.draft.Payload;
import dev.qmp.qapi.internal.draft.TypeRef;
import dev.qmp.qapi.internal.parse.Expr;
import dev.qmp.qapi.internal.parse.Item;
import dev.qmp.qapi.internal.parse.Pragmas;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one definition: its name, keys and values, in the order in which faults are reported.
 *
 * <p>Thread: confined to one compilation.
 */
public final class DefinitionShape {
    private final Item.Definition item;
    private final Map<String, Expr> fields;
    private final Pragmas pragmas;
    private final ModuleKey module;
    private final Site site;

    private DefinitionShape(Item.Definition item, Pragmas pragmas, ModuleKey module, Site site) {
        this.item = item;
        this.fields = item.expr().fields();
        this.pragmas = pragmas;
        this.module = module;
        this.site = site;
    }

    /** Reads a definition. */
    public static Def read(Item.Definition item, Pragmas pragmas, ModuleKey module, Reporter reporter) {
        Site site = DefinitionName.site(item);
        DefinitionName.check(site, pragmas);
        DocShape.check(item, site, pragmas, reporter);
        return new DefinitionShape(item, pragmas, module, site).body();
    }

    private Def body() {
        switch (site.meta()) {
            case "enum" -> {
                return enumeration();
            }
            case "struct" -> {
                return struct();
            }
            case "union" -> {
                return union();
            }
            case "alternate" -> {
                Keys.ALTERNATE.check(fields, site, Place.of("alternate"));
                List<PartDef> branches = BranchesShape.ofAlternate(fields, site);
                return new AlternateDef(head(), own(branches, "type"));
            }
            case "command" -> {
                return command();
            }
            default -> {
                return event();
            }
        }
    }

    private Def enumeration() {
        Keys.ENUM.check(fields, site, Place.of("enum"));
        List<PartDef> values = EnumShape.read(fields, site, pragmas.exceptsMemberNames(site.name()));
        String prefix = fields.get("prefix") instanceof Expr.Text text ? text.value() : null;
        return new EnumDef(head(), own(values, "type"), prefix);
    }

    private Def struct() {
        Keys.STRUCT.check(fields, site, Place.of("struct"));
        boolean anyCase = pragmas.exceptsMemberNames(site.name());
        List<PartDef> members = MembersShape.read(fields.get("data"), site, "'data'", Role.MEMBER, anyCase);
        String base = fields.containsKey("base") ? TypeShape.name(fields.get("base"), site, Place.of("'base'")) : null;
        return ObjectDef.struct(head(), base, own(members, "type"));
    }

    private Def union() {
        Keys.UNION.check(fields, site, Place.of("union"));
        String baseName = null;
        List<PartDef> baseMembers = List.of();
        if (fields.get("base") instanceof Expr.Text text) {
            baseName = text.value();
        } else {
            boolean anyCase = pragmas.exceptsMemberNames(site.name());
            baseMembers = MembersShape.read(fields.get("base"), site, "'base'", Role.BASE_MEMBER, anyCase);
        }
        if (!(fields.get("discriminator") instanceof Expr.Text discriminator)) {
            throw site.error("'discriminator' requires a string name");
        }
        List<PartDef> branches = BranchesShape.ofUnion(fields, site);
        Def.Head head = head();
        ObjectDef base = null;
        if (!baseMembers.isEmpty()) {
            base = ObjectDef.struct(head.implicit("q_obj_" + site.name() + "-base"), null, own(baseMembers, "type"));
        }
        String named = "".equals(baseName) ? null : baseName;
        return ObjectDef.union(head, named, base, discriminator.value(), own(branches, "type"));
    }

    private Def command() {
        Keys.COMMAND.check(fields, site, Place.of("command"));
        List<PartDef> inline = PayloadShape.read(fields, site);
        TypeRef returns = null;
        if (fields.containsKey("returns")) {
            returns = TypeShape.nameOrArray(fields.get("returns"), site, Place.of("'returns'"));
        }
        Def.Head head = head();
        Command.Flags flags = FlagsShape.read(fields, site);
        return new CommandDef(head, payload(head, inline), returns, flags);
    }

    private Def event() {
        Keys.EVENT.check(fields, site, Place.of("event"));
        List<PartDef> inline = PayloadShape.read(fields, site);
        Def.Head head = head();
        FlagsShape.read(fields, site);
        return new EventDef(head, payload(head, inline));
    }

    private Payload payload(Def.Head head, List<PartDef> inline) {
        ObjectDef type = null;
        if (!inline.isEmpty()) {
            type = ObjectDef.struct(head.implicit("q_obj_" + site.name() + "-arg"), null, own(inline, "command"));
        }
        @Nullable String name = fields.get("data") instanceof Expr.Text text ? text.value() : null;
        return new Payload(name, type, PayloadShape.isBoxed(fields));
    }

    private List<PartDef> own(List<PartDef> pieces, String ownerMeta) {
        PartDef.Owner owner = new PartDef.Owner(ownerMeta, site.name());
        for (PartDef piece : pieces) {
            piece.setOwner(owner);
        }
        return pieces;
    }

    private Def.Head head() {
        Condition condition = ConditionShape.read(fields, site, Place.of(site.meta()));
        List<Feature> features = FeaturesShape.read(fields, site);
        return new Def.Head(
                site, site.name(), module, condition, features, item.doc(), pragmas, false, item.docBroken());
    }
}
