package dev.qmp.cli.schema;

import dev.qmp.cli.client.SchemaInput;
import dev.qmp.cli.commandline.Arguments;
import dev.qmp.cli.commandline.Invocation;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.ExitStatus;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.Printable;
import dev.qmp.cli.usage.StandardOutput;
import dev.qmp.cli.usage.Terminal;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.qapi.Configuration;
import dev.qmp.qapi.diff.Allowances;
import dev.qmp.qapi.diff.Peer;
import dev.qmp.qapi.diff.SchemaDiff;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** {@code qmp schema diff}. */
final class DiffCommand {
    private DiffCommand() {}

    /** Compares two schemas; the arguments are those after {@code diff}. */
    static int run(List<String> arguments) {
        return Invocation.run("schema diff", arguments, DiffCommand::diff);
    }

    private static int diff(Arguments arguments) throws IOException {
        if (arguments.flag("--markdown") && arguments.flag("--json")) {
            throw new UsageException("--markdown and --json exclude each other");
        }
        Peer side = side(arguments.text("--for"));
        Allowances allowances = allowances(arguments.path("--allow"));
        SchemaInput input = new SchemaInput(arguments, configuration(arguments));
        // In parallel, because reading is most of the work.
        CompletableFuture<DiffInput> first =
                CompletableFuture.supplyAsync(() -> DiffInput.read(input, arguments.argument(0)));
        DiffInput newer;
        DiffInput older;
        try {
            newer = DiffInput.read(input, arguments.argument(1));
        } finally {
            older = join(first);
        }
        SchemaDiff diff = SchemaDiff.of(older.schema(), newer.schema());
        DiffReport report = new DiffReport(older, newer, diff, side, allowances);
        if (arguments.flag("--json")) {
            StandardOutput.json(new DiffJson(report).value(), true);
        } else if (arguments.flag("--markdown")) {
            System.out.print(Printable.text(new DiffMarkdown(report).text()));
        } else {
            System.out.print(new DiffText(report, Terminal.hasColours(Terminal.Stream.OUT)).text());
        }
        for (Allowances.Line line : allowances.unused(diff)) {
            ErrorLine.print("qmp schema: warning: " + arguments.path("--allow") + ":" + line.line()
                    + ": no change matches '" + line.text() + "'");
        }
        StandardOutput.flush();
        return report.broken().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static DiffInput join(CompletableFuture<DiffInput> reading) {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static Peer side(@Nullable String word) {
        if (word == null || word.equals("client")) {
            return Peer.CLIENT;
        }
        if (word.equals("server")) {
            return Peer.SERVER;
        }
        throw new UsageException("--for: '" + word + "' is neither client nor server");
    }

    private static Configuration configuration(Arguments arguments) {
        SchemaOptions options = new SchemaOptions();
        arguments.texts("-D").forEach(options::define);
        if (arguments.flag("--no-conditions")) {
            options.noConditions();
        }
        return options.configuration();
    }

    private static Allowances allowances(@Nullable Path file) throws IOException {
        if (file == null) {
            return Allowances.NONE;
        }
        try {
            return Allowances.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new FailedException(file + ":" + e.getMessage());
        } catch (CharacterCodingException e) {
            throw new FailedException(file + ": not UTF-8");
        }
    }
}
