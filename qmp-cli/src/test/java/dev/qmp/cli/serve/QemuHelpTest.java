package dev.qmp.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The options that the installed QEMU's help lists, with the arguments that they have there. */
class QemuHelpTest {
    private static final Pattern NAMES = Pattern.compile("(--?[A-Za-z0-9_-]+)(?:(?:/| or )(--?[A-Za-z0-9_-]+))?");

    /** The column in which the help's explanations begin, or begin at the earliest. */
    private static final int COLUMN = 16;

    @Test
    void everyOptionHasItsArgument() throws IOException {
        Map<String, Boolean> options = options();
        assertThat(options).hasSizeGreaterThan(100);
        SoftAssertions all = new SoftAssertions();
        options.forEach((option, argument) -> {
            for (String spelling : List.of(option, option.startsWith("--") ? option : "-" + option)) {
                Throwable refusal = catchThrowable(() -> ServeOptions.parse(List.of("--qemu", spelling)));
                if (argument) {
                    all.assertThat(refusal)
                            .as(spelling)
                            .isInstanceOf(StartException.class)
                            .hasMessage("qmp serve: " + spelling + ": requires an argument");
                } else if (!(refusal instanceof HelpRequest)) {
                    all.assertThat(refusal).as(spelling).isNull();
                }
            }
        });
        all.assertAll();
    }

    /** Options, and whether they have an argument. */
    private static Map<String, Boolean> options() throws IOException {
        Map<String, Boolean> found = new TreeMap<>();
        for (String line : help()) {
            Matcher names = NAMES.matcher(line);
            if (names.lookingAt()) {
                String rest = line.substring(names.end());
                int at = line.length() - rest.stripLeading().length();
                boolean explained = at == COLUMN || (at > COLUMN && rest.startsWith("  "));
                for (int i = 1; i <= names.groupCount(); i++) {
                    if (names.group(i) != null) {
                        found.put(names.group(i), !rest.isBlank() && !explained);
                    }
                }
            }
        }
        return found;
    }

    private static List<String> help() throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            Process qemu = new ProcessBuilder("qemu-system-x86_64", "-help").start();
            try (BufferedReader output = qemu.inputReader()) {
                output.lines().forEach(lines::add);
            }
        } catch (IOException e) {
            assumeTrue(false, "no qemu-system-x86_64 here");
        }
        return lines;
    }
}
