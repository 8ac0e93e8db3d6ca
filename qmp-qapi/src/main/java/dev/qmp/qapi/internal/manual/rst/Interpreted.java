package dev.qmp.qapi.internal.manual.rst;

/** What text between single backquotes means. */
final class Interpreted {
    private Interpreted() {}

    static Inline of(String role, String text, boolean isLink) {
        String title = null;
        String target = text;
        int angle = text.endsWith(">") ? text.lastIndexOf('<') : -1;
        if (angle > 0) {
            title = text.substring(0, angle).strip();
            target = text.substring(angle + 1, text.length() - 1).strip();
        }
        if (isLink) {
            String shown = title == null || title.isEmpty() ? target : title;
            return isAddress(target) ? new Inline.Link(target, shown) : new Inline.Text(shown);
        }
        return switch (role) {
            case "code", "command", "envvar", "file", "kbd", "literal", "option", "program", "samp" ->
                new Inline.Literal(text);
            case "emphasis", "dfn", "title" -> new Inline.Emphasis(text);
            case "strong" -> new Inline.Strong(text);
            case "sub", "sup", "abbr", "math" -> new Inline.Text(text);
            default -> new Inline.Reference(role, target, title);
        };
    }

    private static boolean isAddress(String target) {
        return target.startsWith("http://") || target.startsWith("https://");
    }
}
