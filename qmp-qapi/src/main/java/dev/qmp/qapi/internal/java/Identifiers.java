package dev.qmp.qapi.internal.java;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Turns names of a schema into Java identifiers: the same name always gives the same identifier. */
final class Identifiers {
    /** What no identifier may be: keywords, literals, and the underscore. */
    private static final Set<String> RESERVED = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "try",
            "void",
            "volatile",
            "while",
            "true",
            "false",
            "null",
            "_");

    private Identifiers() {}

    /** Tells whether a word is reserved by the language. */
    static boolean isReserved(String word) {
        return RESERVED.contains(word);
    }

    /** Returns the name of a type: {@code block-job} becomes {@code BlockJob}, {@code QMPCapability} stays. */
    static String type(String name) {
        StringBuilder out = new StringBuilder();
        for (String piece : pieces(name)) {
            out.append(capitalized(piece));
        }
        return begin(out);
    }

    /** Returns the name of a type for a name in capitals: {@code BLOCK_JOB} becomes {@code BlockJob}. */
    static String typeOfCapitals(String name) {
        return type(lowerCased(name));
    }

    /** Returns the name of a variable or method: {@code node-name} becomes {@code nodeName}. */
    static String variable(String name) {
        StringBuilder out = new StringBuilder();
        for (String piece : pieces(name)) {
            out.append(out.length() == 0 ? decapitalized(piece) : capitalized(piece));
        }
        return begin(out);
    }

    /** Returns the name of a method for a name in capitals: {@code BLOCK_JOB} becomes {@code blockJob}. */
    static String variableOfCapitals(String name) {
        return variable(lowerCased(name));
    }

    /** Returns the name of a constant: {@code host-qmp-quit} becomes {@code HOST_QMP_QUIT}. */
    static String constant(String name) {
        StringBuilder out = new StringBuilder();
        for (String piece : pieces(name)) {
            out.append(out.length() == 0 ? "" : "_").append(piece.toUpperCase(Locale.ROOT));
        }
        return begin(out);
    }

    /** Tells whether a text can be a package's name. */
    static boolean isPackage(String text) {
        for (String part : text.split("\\.", -1)) {
            if (!isIdentifier(part)) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether a text is an identifier. */
    static boolean isIdentifier(String text) {
        if (text.isEmpty() || isReserved(text) || !Character.isJavaIdentifierStart(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!Character.isJavaIdentifierPart(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String lowerCased(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> pieces(String name) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || !isAlphanumeric(name.charAt(i))) {
                if (i > start) {
                    pieces.add(name.substring(start, i));
                }
                start = i + 1;
            }
        }
        return pieces;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static String capitalized(String piece) {
        return Character.toUpperCase(piece.charAt(0)) + piece.substring(1);
    }

    /** {@code CPU} becomes {@code cpu}, {@code deviceID} stays, {@code Foo} becomes {@code foo}. */
    private static String decapitalized(String piece) {
        return piece.equals(piece.toUpperCase(Locale.ROOT))
                ? lowerCased(piece)
                : Character.toLowerCase(piece.charAt(0)) + piece.substring(1);
    }

    private static String begin(StringBuilder identifier) {
        return identifier.length() == 0 || Character.isDigit(identifier.charAt(0))
                ? "_" + identifier
                : identifier.toString();
    }
}
