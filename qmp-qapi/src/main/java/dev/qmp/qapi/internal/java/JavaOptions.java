package dev.qmp.qapi.internal.java;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the user wants generated.
 *
 * @param file the name of the schema's file
 * @param modules the modules to generate; empty for all
 * @param packageName the package of all classes
 * @param side what to generate besides the types
 * @param prefix what the names of classes that stand for the whole schema begin with
 * @param resource where the provider finds the schema at run time: an absolute name of a resource
 */
record JavaOptions(String file, Set<String> modules, String packageName, Side side, String prefix, String resource) {
    /** What to generate besides types. */
    enum Side {
        TYPES,
        SERVER,
        CLIENT,
        BOTH;

        boolean hasServer() {
            return this == SERVER || this == BOTH;
        }

        boolean hasClient() {
            return this == CLIENT || this == BOTH;
        }
    }

    /** Reads the options; the file is the schema's root. */
    static JavaOptions of(Map<String, String> options, String rootFile) {
        String file = rootFile;
        Set<String> modules = Set.of();
        String packageName = "";
        Side side = Side.SERVER;
        String prefix = "";
        String resource = "";
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            switch (option.getKey()) {
                case "package" -> packageName = value;
                case "side" -> side = side(value);
                case "prefix" -> prefix = value;
                case "resource" -> resource = value;
                case "modules" -> {
                    List<String> names = List.of(value.split(",", -1));
                    modules = new LinkedHashSet<>(names);
                    file = names.get(0);
                }
                default -> throw new IllegalArgumentException("unknown option '" + option.getKey() + "'");
            }
        }
        if (!Identifiers.isPackage(packageName)) {
            throw new IllegalArgumentException(
                    packageName.isEmpty() ? "no package is given" : "'" + packageName + "' is not a package name");
        }
        if (prefix.isEmpty()) {
            int dot = file.lastIndexOf('.');
            prefix = Identifiers.type(dot > 0 ? file.substring(0, dot) : file);
        } else if (!Identifiers.isIdentifier(prefix)) {
            throw new IllegalArgumentException("prefix '" + prefix + "' is not an identifier");
        }
        if (resource.isEmpty()) {
            resource = "/" + packageName.replace('.', '/') + "/" + file;
        } else if (!resource.startsWith("/")) {
            throw new IllegalArgumentException("resource '" + resource + "' does not begin with a slash");
        }
        return new JavaOptions(file, modules, packageName, side, prefix, resource);
    }

    private static Side side(String value) {
        return switch (value) {
            case "types" -> Side.TYPES;
            case "server" -> Side.SERVER;
            case "client" -> Side.CLIENT;
            case "both" -> Side.BOTH;
            default ->
                throw new IllegalArgumentException("side '" + value + "' is not one of types, server, client, both");
        };
    }
}
