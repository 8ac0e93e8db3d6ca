package dev.qmp.cli.json;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/** {@code qmp json}. */
public final class JsonCommand {
    private JsonCommand() {}

    /**
     * Filters standard input to standard output.
     *
     * @param arguments the command line after {@code json}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        boolean pretty = false;
        for (String argument : arguments) {
            switch (argument) {
                case "--pretty" -> pretty = true;
                case "--help", "-h" -> {
                    Help.print(List.of("json"));
                    return ExitStatus.DONE;
                }
                default -> {
                    ErrorLine.print("qmp json: "
                            + UsageException.withHelp(
                                    "unknown argument " + Help.suggestion("json", argument), "qmp json"));
                    return ExitStatus.USAGE;
                }
            }
        }
        // The channels of the standard streams stay open: they are the process's, not ours.
        FileChannel in = new FileInputStream(FileDescriptor.in).getChannel();
        FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
        try {
            return new JsonFilter(out, pretty).run(in) ? ExitStatus.DONE : ExitStatus.FAILED;
        } catch (IOException e) {
            ErrorLine.print("qmp json: " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }
}
