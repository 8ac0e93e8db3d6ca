package dev.qmp.qapi.internal.manual.catalog;

import java.util.Locale;

/** Names as ids and as file names. */
public final class Ids {
    private Ids() {}

    /**
     * Makes an id of a name. Names of the schema language stay as they are; in others, which introspection may bring,
     * what an id or an address must not contain is replaced by its number.
     *
     * @param name the name
     * @return the id, different for different names
     */
    public static String of(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isPlain(c) || c == '.' || c == '_') {
                out.append(c);
            } else {
                out.append('~').append(Integer.toHexString(c)).append('~');
            }
        }
        return out.toString();
    }

    /** Makes a part of a file name of a module's name; different names may give the same. */
    static String fileName(String module) {
        StringBuilder out = new StringBuilder(module.length());
        for (int i = 0; i < module.length(); i++) {
            char c = module.charAt(i);
            out.append(isPlain(c) ? c : '-');
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }
}
