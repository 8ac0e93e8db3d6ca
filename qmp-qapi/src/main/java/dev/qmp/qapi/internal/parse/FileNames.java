package dev.qmp.qapi.internal.parse;

/** Arithmetic on file names with slashes. */
final class FileNames {
    private FileNames() {}

    /** Returns everything before the last slash, empty if there is none. */
    static String directory(String file) {
        int slash = file.lastIndexOf('/');
        return slash < 0 ? "" : file.substring(0, Math.max(slash, 1));
    }

    /** Joins an include string to its includer's directory; an absolute one is kept. */
    static String join(String directory, String include) {
        if (directory.isEmpty() || include.startsWith("/")) {
            return include;
        }
        return directory.endsWith("/") ? directory + include : directory + '/' + include;
    }

    /** Returns a normalised file name relative to a normalised directory. */
    static String relative(String directory, String file) {
        String[] from = directory.isEmpty() || directory.equals("/") ? new String[0] : directory.split("/", -1);
        String[] to = (directory.equals("/") ? file.substring(1) : file).split("/", -1);
        int common = 0;
        while (common < from.length && common < to.length - 1 && from[common].equals(to[common])) {
            common++;
        }
        StringBuilder out = new StringBuilder("../".repeat(from.length - common));
        for (int i = common; i < to.length; i++) {
            out.append(to[i]).append(i + 1 < to.length ? "/" : "");
        }
        return out.toString();
    }
}
