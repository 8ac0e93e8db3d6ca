package dev.qmp.monitor.internal.human;

import dev.qmp.qapi.ArrayType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.Doc;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.EnumValue;
import dev.qmp.qapi.Member;
import dev.qmp.qapi.ObjectType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import java.util.Optional;

/**
 * Explains commands from the schema's documentation.
 *
 * <p>Thread: confined to one text.
 */
final class HelpText {
    private static final int FEW_VALUES = 60;

    private final Configuration configuration;
    private final StringBuilder out = new StringBuilder();

    HelpText(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Adds the line of a command. */
    HelpText line(String title, Command command) {
        StringBuilder parameters = new StringBuilder();
        for (Member member : command.argumentType().allMembers()) {
            if (configuration.includes(member.condition())) {
                parameters.append(parameters.isEmpty() ? "" : " ");
                parameters.append(member.isOptional() ? "[" + member.name() + "]" : member.name());
            }
        }
        return line(
                title,
                parameters.toString(),
                command.doc().map(doc -> summary(doc.body())).orElse(""));
    }

    /** Adds a line. */
    HelpText line(String title, String parameters, String summary) {
        out.append(title)
                .append(' ')
                .append(parameters)
                .append(" -- ")
                .append(summary)
                .append('\n');
        return this;
    }

    /** Adds a line for each argument of a command. */
    HelpText arguments(Command command) {
        ObjectType type = command.argumentType();
        for (Member member : type.allMembers()) {
            if (configuration.includes(member.condition())) {
                String text = describe(command, type, member.name())
                        .map(HelpText::oneLine)
                        .orElse("");
                out.append("  ").append(member.name()).append('=').append(typeName(member.type()));
                out.append(text.isEmpty() ? "" : ": ").append(text).append('\n');
            }
        }
        if (type instanceof UnionType union) {
            out.append("  and what comes with that value of ")
                    .append(union.tag().name())
                    .append('\n');
        }
        return this;
    }

    private static Optional<String> describe(Command command, ObjectType type, String member) {
        Optional<String> text = command.doc().flatMap(doc -> doc.member(member));
        for (Optional<ObjectType> declaring = Optional.of(type);
                text.isEmpty() && declaring.isPresent();
                declaring = declaring.get().base()) {
            Optional<Doc> doc = declaring.get().doc();
            text = doc.flatMap(documentation -> documentation.member(member));
        }
        return text;
    }

    private String typeName(Type type) {
        if (type instanceof EnumType values) {
            StringBuilder names = new StringBuilder();
            for (EnumValue value : values.values()) {
                if (configuration.includes(value.condition())) {
                    names.append(names.isEmpty() ? "" : "|").append(value.name());
                }
            }
            return names.length() > FEW_VALUES ? values.name() : names.toString();
        }
        if (type instanceof ArrayType array) {
            return "[" + typeName(array.element()) + ", ...]";
        }
        return type instanceof ObjectType ? "{" + type.name() + "}" : type.name();
    }

    /** Returns the first sentence, without its full stop. */
    private static String summary(String body) {
        String text = oneLine(body.strip().split("\n\\s*\n", 2)[0]);
        int end = text.indexOf(". ");
        String sentence = end < 0 ? text : text.substring(0, end);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll("(?<![\\w@])@(?=\\w)", "");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
