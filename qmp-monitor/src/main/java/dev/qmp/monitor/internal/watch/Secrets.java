package dev.qmp.monitor.internal.watch;

import java.util.regex.Pattern;

/** What a log of messages does not show: passwords, the data of secret objects, commands of a human monitor that set a password. Thread: stateless. */
final class Secrets {
    private static final String STRING = "\"(?:[^\"\\\\]|\\\\.)*+\"";
    private static final Pattern MEMBER =
            Pattern.compile("(\"(?:password|passwd|secret)\"\\s*:\\s*)" + STRING, Pattern.CASE_INSENSITIVE);
    private static final Pattern DATA = Pattern.compile("(\"data\"\\s*:\\s*)" + STRING);
    private static final Pattern SECRET_OBJECT = Pattern.compile("\"qom-type\"\\s*:\\s*\"secret\"");
    private static final Pattern COMMAND_LINE = Pattern.compile(
            "(\"command-line\"\\s*:\\s*\"[^\"]{0,40}?(?:passw|secret)[a-z_]*)(?:[^\"\\\\]|\\\\.)*+\"",
            Pattern.CASE_INSENSITIVE);
    private static final String HIDDEN = "$1\"***\"";

    private Secrets() {}

    /** Returns a message with its secrets replaced. */
    static String masked(String message) {
        String text = MEMBER.matcher(message).replaceAll(HIDDEN);
        text = COMMAND_LINE.matcher(text).replaceAll("$1 ***\"");
        return SECRET_OBJECT.matcher(text).find() ? DATA.matcher(text).replaceAll(HIDDEN) : text;
    }
}
