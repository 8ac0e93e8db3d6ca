package dev.qmp.qapi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Prints a model of one module as schema text. */
final class SchemaPrinter {
    private final StringBuilder out = new StringBuilder();

    private SchemaPrinter() {}

    static String print(Schema schema) {
        SchemaPrinter printer = new SchemaPrinter();
        for (SchemaEntity entity : schema.entities()) {
            if (!entity.isImplicit()) {
                entity.doc().ifPresent(printer::doc);
                printer.definition(entity);
            }
        }
        return printer.out.toString();
    }

    private void doc(Doc doc) {
        out.append("##\n# @").append(doc.symbol()).append(":\n");
        boolean features = false;
        for (Doc.Section section : doc.sections()) {
            if (section.isImplied() || section.text().isEmpty()) {
                continue;
            }
            out.append("#\n");
            if (section.kind() == Doc.Kind.FEATURE && !features) {
                out.append("# Features:\n");
                features = true;
            }
            String head =
                    switch (section.kind()) {
                        case PLAIN -> "";
                        case MEMBER, FEATURE -> "@" + section.name() + ":";
                        default -> section.kind().title() + ":";
                    };
            boolean below = section.text().startsWith(" ");
            for (String line : (head + (head.isEmpty() ? "" : below ? "\n" : " ") + section.text()).split("\n", -1)) {
                out.append(line.isEmpty() ? "#" : "# " + line).append('\n');
            }
        }
        out.append("##\n");
    }

    private void definition(SchemaEntity entity) {
        List<String> keys = new ArrayList<>();
        if (entity instanceof EnumType type) {
            keys.add("'enum': " + quote(type.name()));
            type.prefix().ifPresent(prefix -> keys.add("'prefix': " + quote(prefix)));
            keys.add("'data': "
                    + list(
                            type.values(),
                            value -> longForm("name", quote(value.name()), value.condition(), value.features())));
        } else if (entity instanceof UnionType type) {
            ObjectType base = type.base().orElseThrow();
            keys.add("'union': " + quote(type.name()));
            keys.add("'base': " + (base.isImplicit() ? members(base) : quote(base.name())));
            keys.add("'discriminator': " + quote(type.tag().name()));
            List<Variant> written = type.variants().stream()
                    .filter(variant -> !variant.isImplied())
                    .toList();
            keys.add("'data': "
                    + object(
                            written,
                            variant -> quote(variant.name()) + ": "
                                    + longForm("type", reference(variant.type()), variant.condition(), List.of())));
        } else if (entity instanceof StructType type) {
            keys.add("'struct': " + quote(type.name()));
            type.base().ifPresent(base -> keys.add("'base': " + quote(base.name())));
            keys.add("'data': " + members(type));
        } else if (entity instanceof AlternateType type) {
            keys.add("'alternate': " + quote(type.name()));
            keys.add("'data': "
                    + object(
                            type.alternatives(),
                            branch -> quote(branch.name()) + ": "
                                    + longForm("type", reference(branch.type()), branch.condition(), List.of())));
        } else if (entity instanceof Command command) {
            command(command, keys);
        } else if (entity instanceof Event event) {
            keys.add("'event': " + quote(event.name()));
            data(event.argumentType(), event.boxed(), keys);
        }
        if (entity.condition().isPresent()) {
            keys.add("'if': " + condition(entity.condition()));
        }
        features(entity.features(), keys);
        out.append("{ ").append(String.join(",\n  ", keys)).append(" }\n");
    }

    private static void command(Command command, List<String> keys) {
        keys.add("'command': " + quote(command.name()));
        data(command.argumentType(), command.boxed(), keys);
        if (!command.returnType().name().equals(StructType.EMPTY_NAME)) {
            keys.add("'returns': " + reference(command.returnType()));
        }
        flag("gen", command.gen(), false, keys);
        flag("success-response", command.successResponse(), false, keys);
        flag("allow-oob", command.allowOob(), true, keys);
        flag("allow-preconfig", command.allowPreconfig(), true, keys);
        flag("coroutine", command.coroutine(), true, keys);
    }

    private static void flag(String name, boolean value, boolean written, List<String> keys) {
        if (value == written) {
            keys.add(quote(name) + ": " + value);
        }
    }

    private static void data(ObjectType type, boolean boxed, List<String> keys) {
        if (!type.name().equals(StructType.EMPTY_NAME)) {
            keys.add("'data': " + (type.isImplicit() ? members(type) : quote(type.name())));
        }
        flag("boxed", boxed, true, keys);
    }

    private static String members(ObjectType type) {
        return object(
                type.members(),
                member -> quote((member.isOptional() ? "*" : "") + member.name()) + ": "
                        + longForm("type", reference(member.type()), member.condition(), member.features()));
    }

    private static String longForm(String key, String value, Condition condition, List<Feature> features) {
        List<String> keys = new ArrayList<>();
        keys.add(quote(key) + ": " + value);
        if (condition.isPresent()) {
            keys.add("'if': " + condition(condition));
        }
        features(features, keys);
        return keys.size() == 1 ? value : "{ " + String.join(", ", keys) + " }";
    }

    private static void features(List<Feature> features, List<String> keys) {
        if (!features.isEmpty()) {
            keys.add("'features': "
                    + list(
                            features,
                            feature -> longForm("name", quote(feature.name()), feature.condition(), List.of())));
        }
    }

    private static String condition(Condition condition) {
        if (condition instanceof Condition.Name name) {
            return quote(name.name());
        }
        if (condition instanceof Condition.Not not) {
            return "{ 'not': " + condition(not.operand()) + " }";
        }
        if (condition instanceof Condition.All all) {
            return "{ 'all': " + list(all.operands(), SchemaPrinter::condition) + " }";
        }
        return "{ 'any': " + list(((Condition.Any) condition).operands(), SchemaPrinter::condition) + " }";
    }

    private static String reference(Type type) {
        return type instanceof ArrayType array ? "[ " + quote(array.element().name()) + " ]" : quote(type.name());
    }

    private static <T> String list(List<T> elements, Function<T, String> print) {
        return "[ " + String.join(", ", elements.stream().map(print).toList()) + " ]";
    }

    private static <T> String object(List<T> elements, Function<T, String> print) {
        return "{ " + String.join(", ", elements.stream().map(print).toList()) + " }";
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\") + "'";
    }
}
