package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** A real terminal: a program runs in it, keys are typed, the screen is read. */
final class Tmux implements AutoCloseable {
    private final String server = "qmp-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    static boolean isInstalled() {
        return Programs.isInstalled("tmux");
    }

    /** Runs a program; the screen stays when it ends, with its status. */
    Tmux(Map<String, String> environment, String... command) {
        StringBuilder line = new StringBuilder("env");
        environment.forEach(
                (name, value) -> line.append(" '").append(name + "=" + value).append("'"));
        for (String word : command) {
            line.append(" '").append(word).append("'");
        }
        String unused =
                tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "50", line + "; echo status=$?; cat");
    }

    Tmux type(String... keys) {
        List<String> all = new ArrayList<>(List.of("send-keys", "--"));
        all.addAll(List.of(keys));
        String unused = tmux(all.toArray(String[]::new));
        return this;
    }

    /** Pastes a text as a terminal does, marked as such if the program asked for that. */
    Tmux paste(String text) {
        String unused = tmux("set-buffer", "--", text) + tmux("paste-buffer", "-p");
        return this;
    }

    /** Waits until the screen matches a pattern, and returns the screen. */
    String await(String pattern) {
        return await(pattern, 60, () -> {});
    }

    /**
     * Completes what has been typed, until the screen matches a pattern. A completion that takes longer than a user would wait
     * for offers nothing, which is no fault on a busy machine: then Tab is typed once more.
     */
    String complete(String pattern) {
        return await(pattern, 5, () -> type("Tab"));
    }

    /** Waits for a pattern; {@code again} is done first, and each time that so many seconds have passed in vain. */
    private String await(String pattern, long seconds, Runnable again) {
        Pattern wanted = Pattern.compile(pattern, Pattern.MULTILINE);
        long start = System.nanoTime();
        long next = start;
        String screen = "";
        do {
            long now = System.nanoTime();
            assertThat(now - start).as("%s in\n%s", pattern, screen).isLessThan(TimeUnit.SECONDS.toNanos(120));
            if (now - next >= 0) {
                again.run();
                next = now + TimeUnit.SECONDS.toNanos(seconds);
            }
            LockSupport.parkNanos(20_000_000); // looking takes a process each time
            screen = screen(false);
        } while (!wanted.matcher(screen).find());
        return screen;
    }

    /** Returns what the screen shows, with its colours if wanted. */
    String screen(boolean colours) {
        return colours ? tmux("capture-pane", "-p", "-e") : tmux("capture-pane", "-p");
    }

    /** The path of the terminal. */
    String path() {
        return tmux("display-message", "-p", "#{pane_tty}").strip();
    }

    private String tmux(String... arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-L", server));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("TMUX");
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        String unused = tmux("kill-server");
    }
}
