package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation with a server, as a file: what is sent, and what has to come back.
 *
 * <pre>
 * # a comment
 * serve -qmp unix:@a,server=on,wait=off     the server's command line; @NAME is a socket in a new directory
 * a+                                        connect to @a
 * a+ qmp                                    ... read the greeting and negotiate
 * a+ oob                                    ... with out-of-band execution
 * a: {"execute":"query-name"}               send, and a line feed
 * a:| {"execute":                           send, and nothing
 * a= {"return": {}}                         the next line; ... stands for anything
 * a~ {"return": {}}                         the same, but lines that follow each other may come in any order,
 * then                                      up to here
 * a=end                                     the end of the stream
 * a/                                        send no more
 * a-                                        leave
 * ended 0                                   the server ends with this status
 * </pre>
 *
 * <p>In what is sent, {@code <FF>} is a byte and {@code <[*1025>} a repeated character.
 */
record Transcript(List<String> serverArguments, List<Step> steps) {
    /** What a line asks for. */
    enum Action {
        CONNECT("+"),
        SEND(":"),
        SEND_BARE(":|"),
        EXPECT("="),
        EXPECT_UNORDERED("~"),
        EXPECT_END("=end"),
        HALF_CLOSE("/"),
        LEAVE("-"),
        THEN("then"),
        ENDED("ended");

        private final String sign;

        Action(String sign) {
            this.sign = sign;
        }
    }

    /**
     * A line of the conversation.
     *
     * @param place file and line
     * @param peer who
     * @param action what
     * @param text the rest of the line
     */
    record Step(String place, String peer, Action action, String text) {}

    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9]*)(=end|:\\||[+:=~/-])(?: (.*))?");
    private static final Pattern PATH = Pattern.compile("@(?=[a-z])");
    private static final Pattern SPECIAL = Pattern.compile("<(?:([0-9A-F]{2})|(.)\\*([0-9]+))>");

    static Transcript read(Path file) {
        List<String> arguments = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file, UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String place = file.getFileName() + ":" + (i + 1);
            if (line.startsWith("serve ")) {
                arguments.addAll(
                        List.of(line.substring("serve ".length()).trim().split(" +", -1)));
            } else if (line.startsWith("ended ")) {
                steps.add(new Step(place, "", Action.ENDED, line.substring("ended ".length())));
            } else if (line.equals("then")) {
                steps.add(new Step(place, "", Action.THEN, ""));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                steps.add(step(place, line));
            }
        }
        return new Transcript(arguments, steps);
    }

    private static Step step(String place, String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(place + ": no step: " + line);
        }
        for (Action action : Action.values()) {
            if (action.sign.equals(matcher.group(2))) {
                String text = matcher.group(3);
                return new Step(place, matcher.group(1), action, text == null ? "" : text);
            }
        }
        throw new IllegalArgumentException(place + ": no action: " + line);
    }

    /** Puts the names of sockets that a text has into a directory. */
    static String within(Path directory, String text) {
        return PATH.matcher(text).replaceAll(Matcher.quoteReplacement(directory + "/"));
    }

    /** The bytes that a text of a step stands for. */
    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher special = SPECIAL.matcher(text);
        int done = 0;
        while (special.find()) {
            bytes.writeBytes(text.substring(done, special.start()).getBytes(UTF_8));
            if (special.group(1) != null) {
                bytes.write(Integer.parseInt(special.group(1), 16));
            } else {
                bytes.writeBytes(special.group(2)
                        .repeat(Integer.parseInt(special.group(3)))
                        .getBytes(UTF_8));
            }
            done = special.end();
        }
        bytes.writeBytes(text.substring(done).getBytes(UTF_8));
        return bytes.toByteArray();
    }

    /** Returns whether a line that came is the one expected. */
    static boolean matches(String expected, String actual) {
        StringBuilder pattern = new StringBuilder();
        for (String literal : expected.split("\\.\\.\\.", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.matches(pattern.toString(), actual);
    }
}
