package dev.qmp.qapi;

import java.util.List;

/** Prints a model line by line, module by module, so that expectations are plain text. */
final class ModelDump {
    private final StringBuilder out = new StringBuilder();

    private ModelDump() {}

    static String of(Schema schema) {
        ModelDump dump = new ModelDump();
        for (SchemaModule module : schema.modules()) {
            dump.line(0, "module " + module.name());
            for (String include : module.includes()) {
                dump.line(0, "include " + include);
            }
            for (SchemaEntity entity : module.entities()) {
                if (!module.name().equals(SchemaModule.BUILTIN) || isShownBuiltin(entity)) {
                    dump.entity(entity);
                }
            }
        }
        for (Doc doc : schema.docs()) {
            dump.doc(doc);
        }
        return dump.out.toString();
    }

    private static boolean isShownBuiltin(SchemaEntity entity) {
        return entity.name().equals(StructType.EMPTY_NAME) || entity.name().equals("QType");
    }

    private void entity(SchemaEntity entity) {
        if (entity instanceof EnumType type) {
            line(0, "enum " + type.name());
            type.prefix().ifPresent(prefix -> line(4, "prefix " + prefix));
            for (EnumValue value : type.values()) {
                line(4, "member " + value.name());
                extras(8, value.condition(), value.features());
            }
        } else if (entity instanceof ArrayType array) {
            line(0, "array " + array.name() + ' ' + array.element().name());
        } else if (entity instanceof ObjectType object) {
            object(object);
        } else if (entity instanceof AlternateType alternate) {
            line(0, "alternate " + alternate.name());
            line(4, "tag type");
            for (Alternative branch : alternate.alternatives()) {
                line(4, "case " + branch.name() + ": " + branch.type().name());
                extras(8, branch.condition(), List.of());
            }
        } else if (entity instanceof Command command) {
            command(command);
        } else if (entity instanceof Event event) {
            line(0, "event " + event.name() + ' ' + orNone(event.argumentType()));
            line(4, "boxed=" + python(event.boxed()));
        }
        extras(4, entity.condition(), entity.features());
    }

    private void object(ObjectType object) {
        line(0, "object " + object.name());
        object.base().ifPresent(base -> line(4, "base " + base.name()));
        for (Member member : object.members()) {
            line(
                    4,
                    "member " + member.name() + ": " + member.type().name() + " optional="
                            + python(member.isOptional()));
            extras(8, member.condition(), member.features());
        }
        if (object instanceof UnionType union) {
            line(4, "tag " + union.tag().name());
            for (Variant variant : union.variants()) {
                line(4, "case " + variant.name() + ": " + variant.type().name());
                extras(8, variant.condition(), List.of());
            }
        }
    }

    private void command(Command command) {
        line(
                0,
                "command " + command.name() + ' ' + orNone(command.argumentType()) + " -> "
                        + orNone(command.returnType()));
        line(
                4,
                "gen=" + python(command.gen())
                        + " success_response=" + python(command.successResponse())
                        + " boxed=" + python(command.boxed())
                        + " oob=" + python(command.allowOob())
                        + " preconfig=" + python(command.allowPreconfig())
                        + (command.coroutine() ? " coroutine=True" : ""));
    }

    private static String orNone(Type type) {
        return type.name().equals(StructType.EMPTY_NAME) ? "None" : type.name();
    }

    private void extras(int indent, Condition condition, List<Feature> features) {
        condition(indent, condition);
        for (Feature feature : features) {
            line(indent, "feature " + feature.name());
            condition(indent + 4, feature.condition());
        }
    }

    private void condition(int indent, Condition condition) {
        if (condition.isPresent()) {
            String literal = literal(condition);
            line(indent, "if " + (condition instanceof Condition.Name name ? name.name() : literal));
        }
    }

    private static String literal(Condition condition) {
        if (condition instanceof Condition.Name name) {
            return "'" + name.name() + "'";
        }
        if (condition instanceof Condition.Not not) {
            return "{'not': " + literal(not.operand()) + "}";
        }
        boolean all = condition instanceof Condition.All;
        List<Condition> operands =
                all ? ((Condition.All) condition).operands() : ((Condition.Any) condition).operands();
        return "{'" + (all ? "all" : "any") + "': ["
                + String.join(", ", operands.stream().map(ModelDump::literal).toList()) + "]}";
    }

    private void doc(Doc doc) {
        line(0, doc.isFreeForm() ? "doc freeform" : "doc symbol=" + doc.symbol());
        line(4, "body=");
        line(0, doc.body());
        for (Doc.Section section : doc.sections(Doc.Kind.MEMBER)) {
            if (!section.isImplied()) {
                described("arg", section);
            }
        }
        for (Doc.Section section : doc.sections(Doc.Kind.MEMBER)) {
            if (section.isImplied()) {
                described("arg", section);
            }
        }
        for (Doc.Section section : doc.sections(Doc.Kind.FEATURE)) {
            described("feature", section);
        }
        for (Doc.Section section : doc.sections().subList(1, doc.sections().size())) {
            boolean described = section.kind() == Doc.Kind.MEMBER || section.kind() == Doc.Kind.FEATURE;
            if (!described && !section.isImplied()) {
                line(4, "section=" + section.kind().title());
                line(0, section.text());
            }
        }
    }

    private void described(String what, Doc.Section section) {
        line(4, what + '=' + section.name());
        line(0, section.text());
    }

    private static String python(boolean value) {
        return value ? "True" : "False";
    }

    private void line(int indent, String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }
}
