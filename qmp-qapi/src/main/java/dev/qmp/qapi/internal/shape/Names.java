package dev.qmp.qapi.internal.shape;

import dev.qmp.qapi.internal.diag.Site;
import org.jspecify.annotations.Nullable;

/** The rules for names. */
final class Names {
    private Names() {}

    /** Returns the part of a name that the rules of case apply to; refuses a name that breaks the general rule. */
    static String stem(String name, Site site, Place source) {
        String stem = stemOrNull(name);
        if (stem == null || Mangling.mangle(name).startsWith("q_")) {
            throw site.error(source + " has an invalid name");
        }
        return stem;
    }

    /** Checks the name of a command, member, branch or feature. */
    static void checkLower(String name, Site site, Place source, boolean upperAllowed, boolean underscoreAllowed) {
        String stem = stem(name, site, source);
        for (int i = 0; i < stem.length(); i++) {
            char c = stem.charAt(i);
            if ((!upperAllowed && c >= 'A' && c <= 'Z') || (!underscoreAllowed && c == '_')) {
                throw site.error("name of " + source + " must not use uppercase or '_'");
            }
        }
    }

    /** Checks the name of an event. */
    static void checkUpper(String name, Site site, Place source) {
        String stem = stem(name, site, source);
        for (int i = 0; i < stem.length(); i++) {
            char c = stem.charAt(i);
            if (c == '-' || (c >= 'a' && c <= 'z')) {
                throw site.error("name of " + source + " must not use lowercase or '-'");
            }
        }
    }

    /** Checks the name of a type. */
    static void checkCamel(String name, Site site, Place source) {
        String stem = stem(name, site, source);
        boolean camel = stem.charAt(0) >= 'A' && stem.charAt(0) <= 'Z';
        boolean lower = false;
        for (int i = 1; i < stem.length(); i++) {
            char c = stem.charAt(i);
            lower |= c >= 'a' && c <= 'z';
            camel &= c != '-' && c != '_';
        }
        if (!camel || !lower) {
            throw site.error("name of " + source + " must use CamelCase");
        }
        if (name.endsWith("List")) {
            throw site.error(source + " name should not end in 'List'");
        }
    }

    private static @Nullable String stemOrNull(String name) {
        int start = 0;
        if (name.startsWith("__")) {
            start = downstreamEnd(name);
            if (start < 0) {
                return null;
            }
        }
        if (name.length() > start + 2
                && (name.charAt(start) == 'x' || name.charAt(start) == 'X')
                && name.charAt(start + 1) == '-'
                && isStem(name, start + 2)) {
            return name.substring(start + 2);
        }
        return isStem(name, start) ? name.substring(start) : null;
    }

    private static int downstreamEnd(String name) {
        int i = 2;
        while (i < name.length()
                && (isAlphanumeric(name.charAt(i)) || name.charAt(i) == '.' || name.charAt(i) == '-')) {
            i++;
        }
        return i > 2 && i < name.length() && name.charAt(i) == '_' ? i + 1 : -1;
    }

    private static boolean isStem(String name, int start) {
        if (start >= name.length() || !isLetter(name.charAt(start))) {
            return false;
        }
        for (int i = start + 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isAlphanumeric(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isAlphanumeric(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }
}
