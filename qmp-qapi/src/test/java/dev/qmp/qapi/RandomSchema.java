package dev.qmp.qapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the text of random schemas that are valid. */
final class RandomSchema {
    private static final String[] BUILTINS = {
        "str", "int", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "size", "number",
        "bool", "any", "null", "QType"
    };
    private static final String[] WORDS = {"alpha", "beta:", "gamma", "@delta", "Since", "rho::", "(x)", "\u00e9t\u00e9"
    };

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    private final List<String> enums = new ArrayList<>();
    private final List<String> structs = new ArrayList<>();
    private final List<String> unions = new ArrayList<>();
    private final List<String> types = new ArrayList<>(List.of(BUILTINS));
    private final List<String> docMembers = new ArrayList<>();
    private final List<String> docFeatures = new ArrayList<>();
    private int names;

    private RandomSchema(Random random) {
        this.random = random;
    }

    static String text(Random random) {
        RandomSchema schema = new RandomSchema(random);
        schema.enumeration();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(6)) {
                case 0 -> schema.enumeration();
                case 1 -> schema.struct();
                case 2 -> schema.union();
                case 3 -> schema.alternate();
                case 4 -> schema.command();
                default -> schema.event();
            }
        }
        return schema.out.toString();
    }

    private String name(String prefix) {
        return prefix + names++;
    }

    private void enumeration() {
        String name = name("Enum");
        String values = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> piece("name", "'v" + i + "'", documented("v" + i), true))
                .collect(Collectors.joining(", "));
        define(
                "enum",
                name,
                "'data': [ " + values + " ]" + (random.nextBoolean() ? ", 'prefix': 'P_'" : ""),
                false,
                "");
        enums.add(name);
        types.add(name);
    }

    private void struct() {
        String name = name("Struct");
        String base = structs.isEmpty() || random.nextBoolean() ? "" : "'base': '" + pick(structs) + "', ";
        types.add(name);
        define("struct", name, base + "'data': " + members(true), false, "");
        structs.add(name);
    }

    private void union() {
        String name = name("Union");
        String tag = name("tag");
        String inline = members(true);
        String members = inline.equals("{  }") ? "" : inline.substring(1, inline.length() - 1) + ",";
        docMembers.add(tag);
        String branches = "";
        if (!structs.isEmpty() && random.nextBoolean()) {
            List<String> possible = new ArrayList<>(structs);
            possible.addAll(unions);
            branches = "'v0': " + piece("type", "'" + pick(possible) + "'", "", false);
        }
        define(
                "union",
                name,
                "'base': {" + members + " '" + tag + "': '" + pick(enums) + "' }, 'discriminator': '" + tag
                        + "', 'data': { " + branches + " }",
                false,
                "");
        unions.add(name);
        types.add(name);
    }

    private void alternate() {
        String name = name("Alternate");
        List<String> branches = new ArrayList<>();
        branches.add("'s': "
                + piece("type", random.nextBoolean() ? "'str'" : "'" + pick(enums) + "'", documented("s"), false));
        if (random.nextBoolean()) {
            branches.add("'l': " + piece("type", "[ '" + pick(types) + "' ]", documented("l"), false));
        }
        if (!structs.isEmpty() && random.nextBoolean()) {
            branches.add("'o': " + piece("type", "'" + pick(structs) + "'", documented("o"), false));
        }
        define("alternate", name, "'data': { " + String.join(", ", branches) + " }", false, "");
        types.add(name);
    }

    private void command() {
        StringBuilder body = new StringBuilder();
        data(body);
        boolean returns = !structs.isEmpty() && random.nextBoolean();
        if (returns) {
            String type = pick(structs);
            body.append(random.nextBoolean() ? ", 'returns': '" + type + "'" : ", 'returns': [ '" + type + "' ]");
        }
        for (String flag : List.of("'gen': false", "'success-response': false", "'allow-preconfig': true")) {
            body.append(random.nextInt(4) == 0 ? ", " + flag : "");
        }
        body.append(random.nextInt(3) == 0 ? random.nextBoolean() ? ", 'allow-oob': true" : ", 'coroutine': true" : "");
        define(
                "command",
                name("command-"),
                body.isEmpty() ? "" : body.substring(2),
                true,
                returns ? "Returns" : "Errors");
    }

    private void event() {
        StringBuilder body = new StringBuilder();
        data(body);
        define("event", name("EVENT_"), body.isEmpty() ? "" : body.substring(2), true, "");
    }

    private void data(StringBuilder body) {
        switch (random.nextInt(4)) {
            case 0 -> body.append(", 'data': ").append(members(false));
            case 1 -> body.append(structs.isEmpty() ? "" : ", 'boxed': true, 'data': '" + pick(structs) + "'");
            case 2 -> body.append(unions.isEmpty() ? "" : ", 'boxed': true, 'data': '" + pick(unions) + "'");
            default -> body.append("");
        }
    }

    private String members(boolean conditions) {
        String members = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> {
                    String name = name("m");
                    String type = "'" + pick(types) + "'";
                    return "'" + (random.nextBoolean() ? "*" : "") + name + "': "
                            + piece(
                                    "type",
                                    random.nextInt(3) == 0 ? "[ " + type + " ]" : type,
                                    documented(name),
                                    true,
                                    conditions);
                })
                .collect(Collectors.joining(", "));
        return "{ " + members + " }";
    }

    private String documented(String member) {
        docMembers.add(member);
        return "";
    }

    private String piece(String key, String value, String none, boolean features) {
        return none + piece(key, value, "", features, true);
    }

    private String piece(String key, String value, String none, boolean features, boolean conditions) {
        if (random.nextInt(3) != 0) {
            return none + value;
        }
        return "{ '" + key + "': " + value + (conditions ? ifKey() : "") + (features ? features(true) : "") + " }";
    }

    private String ifKey() {
        return random.nextBoolean() ? "" : ", 'if': " + condition(3);
    }

    private String condition(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 -> "{ 'not': " + condition(depth - 1) + " }";
            case 2 -> "{ 'all': [ " + condition(depth - 1) + ", " + condition(depth - 1) + " ] }";
            case 3 -> "{ 'any': [ " + condition(depth - 1) + " ] }";
            default -> "'COND_" + random.nextInt(3) + "'";
        };
    }

    private String features(boolean special) {
        if (random.nextBoolean()) {
            return "";
        }
        String name = special && random.nextBoolean() ? "deprecated" : "f" + random.nextInt(5);
        if (!docFeatures.contains(name)) {
            docFeatures.add(name);
        }
        return ", 'features': [ "
                + (random.nextBoolean() ? "'" + name + "'" : "{ 'name': '" + name + "'" + ifKey() + " }") + " ]";
    }

    private void define(String meta, String name, String body, boolean special, String tag) {
        String tail = ifKey() + features(special);
        if (random.nextBoolean()) {
            doc(name, tag);
        }
        docMembers.clear();
        docFeatures.clear();
        out.append("{ '" + meta + "': '" + name + "'" + (body.isEmpty() ? "" : ", " + body) + tail + " }");
        out.append(random.nextInt(4) == 0 ? " # comment\n\n" : "\n");
    }

    private void doc(String name, String tag) {
        out.append("##\n# @").append(name).append(":\n");
        if (random.nextBoolean()) {
            out.append("#\n# The ").append(words()).append("\n");
        }
        for (String member : docMembers) {
            out.append("#\n# @").append(member).append(": ").append(words()).append('\n');
            if (random.nextBoolean()) {
                out.append("#     ")
                        .append(words())
                        .append("\n#\n#       ")
                        .append(words())
                        .append('\n');
            }
        }
        if (!tag.isEmpty() && random.nextBoolean()) {
            out.append("#\n# ").append(tag).append(":\n#     ").append(words()).append('\n');
        }
        if (!docFeatures.isEmpty()) {
            out.append("#\n# Features:\n");
            for (String feature : docFeatures) {
                out.append("# @").append(feature).append(": ").append(words()).append('\n');
            }
        }
        out.append(random.nextBoolean() ? "#\n# Since: 1.0\n##\n" : "##\n");
    }

    private String words() {
        return "x"
                + IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> " " + WORDS[random.nextInt(WORDS.length)])
                        .collect(Collectors.joining());
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
