package dev.qmp.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.IntSupplier;

/**
 * What a subcommand printed when it ran in this process.
 *
 * @param status its exit status
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
public record Captured(int status, String out, String err) {
    /** Runs a subcommand with this on its standard input. Not for two threads at once. */
    public static Captured of(String input, IntSupplier subcommand) {
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream failed = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
            System.setOut(new PrintStream(printed, true, UTF_8));
            System.setErr(new PrintStream(failed, true, UTF_8));
            int status = subcommand.getAsInt();
            return new Captured(status, printed.toString(UTF_8), failed.toString(UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
