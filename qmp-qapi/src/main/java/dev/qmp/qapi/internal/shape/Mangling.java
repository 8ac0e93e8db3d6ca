package dev.qmp.qapi.internal.shape;

/** Maps names to the form in which clashes are looked for. */
public final class Mangling {
    private Mangling() {}

    /** Replaces everything but letters, digits and underscores by underscores. */
    public static String mangle(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '-' || c == '.') {
                return name.replace('-', '_').replace('.', '_');
            }
        }
        return name;
    }
}
