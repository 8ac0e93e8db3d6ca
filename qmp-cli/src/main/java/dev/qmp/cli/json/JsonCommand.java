package dev.qmp.cli.json;

import dev.qmp.cli.commandline.Help;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.UsageException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
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
        return ExitStatus.of("json", () -> filter(arguments));
    }

    private static int filter(List<String> arguments) {
        boolean pretty = false;
        for (String argument : arguments) {
            switch (argument) {
                case "--pretty" -> pretty = true;
                case "--help", "-h" -> {
                    Help.print(List.of("json"));
                    return ExitStatus.DONE;
                }
                default -> throw new UsageException("unknown argument " + Help.suggestion("json", argument));
            }
        }
        // Not closed: the standard streams belong to the process.
        FileChannel in = new FileInputStream(FileDescriptor.in).getChannel();
        FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
        return new JsonFilter(out, pretty).run(in) ? ExitStatus.DONE : ExitStatus.FAILED;
    }
}
