package dev.qmp.cli.shell;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.BuiltinType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Feature;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes the commands and events of a server from its schema. */
final class SchemaHelp {
    private static final int WIDTH = 80;
    private static final int DEEPEST = 2;

    private SchemaHelp() {}

    /** Lists all commands in columns. */
    static String commands(Schema schema) {
        List<String> names = schema.commands().stream()
                .map(command -> command.name() + (command.allowOob() ? " *" : ""))
                .sorted()
                .toList();
        int width = names.stream().mapToInt(String::length).max().orElse(0) + 2;
        int columns = Math.max(1, WIDTH / Math.max(1, width));
        int rows = (names.size() + columns - 1) / columns;
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int i = row; i < names.size(); i += rows) {
                line.append(names.get(i)).append(" ".repeat(width - names.get(i).length()));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text
                + "* may run out of band. 'help COMMAND' shows its arguments; help, hmp, oob, transaction( and exit are the shell's own.";
    }

    /** Describes a command or an event, if there is one. */
    static Optional<String> of(Schema schema, String name) {
        Optional<Event> event = schema.event(name);
        if (event.isPresent()) {
            return Optional.of("event " + name + features(event.get().features())
                    + members(event.get().argumentType()));
        }
        return schema.command(name).map(SchemaHelp::command);
    }

    private static String command(Command command) {
        StringBuilder text = new StringBuilder(command.name());
        for (Member member : command.argumentType().allMembers()) {
            String word = member.name() + "=" + word(member.type());
            text.append(' ').append(member.isOptional() ? "[" + word + "]" : word);
        }
        text.append(features(command.features()));
        text.append(members(command.argumentType()));
        if (command.argumentType().allMembers().isEmpty()) {
            text.append("\nno arguments");
        }
        String returned = type(command.returnType(), DEEPEST);
        if (!returned.equals("{}")) {
            text.append("\nreturns ").append(returned);
        }
        if (command.allowOob()) {
            text.append("\nmay run out of band");
        }
        return text.toString();
    }

    private static String features(List<Feature> features) {
        return features.isEmpty()
                ? ""
                : "\nfeatures " + features.stream().map(Feature::name).collect(Collectors.joining(", "));
    }

    private static String members(ObjectType type) {
        StringBuilder text = new StringBuilder();
        for (Member member : type.allMembers()) {
            text.append("\n  ").append(member(member, DEEPEST));
            for (Feature feature : member.features()) {
                text.append(" (").append(feature.name()).append(')');
            }
        }
        if (type instanceof UnionType union) {
            for (Variant variant : union.variants()) {
                List<String> names = new ArrayList<>();
                for (Member member : variant.type().allMembers()) {
                    names.add(member.isOptional() ? "[" + member.name() + "]" : member.name());
                }
                if (!names.isEmpty()) {
                    text.append("\n  ")
                            .append(union.tag().name())
                            .append('=')
                            .append(variant.name())
                            .append(": ")
                            .append(String.join(" ", names));
                }
            }
        }
        return text.toString();
    }

    private static String member(Member member, int depth) {
        return member.name() + (member.isOptional() ? " (optional): " : ": ") + type(member.type(), depth);
    }

    private static String word(Type type) {
        return type instanceof BuiltinType ? type.name().toUpperCase(Locale.ROOT) : "...";
    }

    private static String type(Type type, int depth) {
        if (type instanceof BuiltinType) {
            return type.name();
        }
        if (type instanceof EnumType values) {
            return values.values().stream().map(EnumValue::name).collect(Collectors.joining("|"));
        }
        if (type instanceof ArrayType array) {
            return "array of " + type(array.element(), depth);
        }
        if (type instanceof AlternateType alternate) {
            return alternate.alternatives().stream()
                    .map(branch -> type(branch.type(), depth - 1))
                    .collect(Collectors.joining(" or "));
        }
        ObjectType object = (ObjectType) type;
        if (object.allMembers().isEmpty()) {
            return "{}";
        }
        if (depth <= 0) {
            return "{...}";
        }
        return object.allMembers().stream()
                .map(member -> (member.isOptional() ? "*" : "") + member.name() + ": " + type(member.type(), depth - 1))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
